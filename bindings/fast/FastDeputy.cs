using System.Runtime.CompilerServices;
using Amazon.JSII.Runtime.Deputy;

namespace Jsii.Fast;

/// <summary>
/// The base class of the generated bindings, in the place of <see cref="DeputyBase"/>: the same requests to the kernel,
/// without reading attributes and parsing their JSON again for every object and every call.
/// </summary>
public abstract class FastDeputy : DeputyBase
{
    /// <summary>The base class does nothing with a proxy's reference but keep it, until the kernel has created the object.</summary>
    private static ByRefValue? _notYetCreated;

    protected FastDeputy(DeputyProps? props = null)
        : base(_notYetCreated ??= RuntimeInternals.Guarded(() => RuntimeInternals.NewReference("Object@0", null, isProxy: true)))
    {
        if (Kernel.IsStock)
        {
            ConstructAsStock(this, props);
            return;
        }

        var reference = Kernel.Create(GetType(), props?.Arguments ?? []);
        RuntimeInternals.Reference(this) = reference;
        Kernel.Register(reference, this);
    }

    protected FastDeputy(ByRefValue reference) : base(reference)
    {
    }

    protected new T GetInstanceProperty<T>([CallerMemberName] string? propertyName = null) =>
        Kernel.IsStock ? base.GetInstanceProperty<T>(propertyName)! : Kernel.Get<T>(this, propertyName!);

    protected new void SetInstanceProperty<T>(T value, [CallerMemberName] string? propertyName = null)
    {
        if (Kernel.IsStock)
        {
            base.SetInstanceProperty(value, propertyName);
        }
        else
        {
            Kernel.Set(this, propertyName!, value);
        }
    }

    protected new void InvokeInstanceVoidMethod(Type[] parameterTypes, object?[] arguments, [CallerMemberName] string methodName = "") =>
        InvokeInstanceMethod<object>(parameterTypes, arguments, methodName);

    protected new T InvokeInstanceMethod<T>(Type[] parameterTypes, object?[] arguments, [CallerMemberName] string methodName = "") =>
        !Kernel.IsStock && Kernel.TryInvoke<T>(this, methodName, arguments, out var result)
            ? result
            : base.InvokeInstanceMethod<T>(parameterTypes, arguments, methodName)!;

    /// <summary>Here and not with the other internals, because only a derived class can name the protected type.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = ".ctor")]
    private static extern void ConstructAsStock(DeputyBase self, DeputyProps? props);
}
