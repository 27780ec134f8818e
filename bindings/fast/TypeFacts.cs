using System.Collections.Concurrent;
using System.Reflection;
using Amazon.JSII.JsonModel.Spec;
using Amazon.JSII.Runtime.Deputy;
using Type = System.Type;

namespace Jsii.Fast;

/// <summary>What the attributes of generated code say, read once per type. Only their arguments: making an attribute parses its JSON.</summary>
internal static class TypeFacts
{
    public const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public static bool IsGenerated(Type type) => type.IsDefined(typeof(JsiiClassAttribute), inherit: false);

    public static IList<CustomAttributeTypedArgument>? Arguments<TAttribute>(MemberInfo member) where TAttribute : Attribute =>
        member.GetCustomAttributesData().FirstOrDefault(data => data.AttributeType == typeof(TAttribute))?.ConstructorArguments;

    /// <summary>
    /// Whether the parameters, which a method or a constructor declares in JSON, end with one that takes any number of
    /// values. Searched, not parsed: the JSON holds the documentation, with raw line ends that a strict parser refuses.
    /// </summary>
    public static bool IsVariadic(string? parametersJson) => parametersJson?.Contains("\"variadic\":true", StringComparison.Ordinal) ?? false;
}

/// <summary>How the kernel creates objects of a class.</summary>
internal sealed record ClassFacts(string Name, bool IsVariadic, (string Kind, string Name)[] Overrides, string[] Interfaces)
{
    private static readonly ConcurrentDictionary<Type, ClassFacts> Known = new();

    public static ClassFacts Of(Type type) => Known.GetOrAdd(type, Read);

    private static ClassFacts Read(Type type)
    {
        var generated = type;
        while (generated is not null && !TypeFacts.IsGenerated(generated))
        {
            generated = generated.BaseType;
        }

        RuntimeInternals.LoadPackage(null, type.Assembly);
        if (generated is not null)
        {
            RuntimeInternals.LoadPackage(null, generated.Assembly);
        }

        var arguments = generated is null ? null : TypeFacts.Arguments<JsiiClassAttribute>(generated);
        return new(
            (string?)arguments?[1].Value ?? "Object",
            TypeFacts.IsVariadic((string?)arguments?[2].Value),
            // Generated members always carry the attribute, so a generated class overrides nothing.
            type == generated ? [] : OverridesOf(type),
            [.. type.GetInterfaces().Select(i => (string?)TypeFacts.Arguments<JsiiInterfaceAttribute>(i)?[1].Value).OfType<string>()]);
    }

    /// <summary>The stock rule: what overrides or implements a jsii member without carrying its attribute.</summary>
    private static (string Kind, string Name)[] OverridesOf(Type type)
    {
        var own = type.GetMembers(TypeFacts.Instance).Where(IsOwn).ToArray();
        var implemented = type.GetInterfaces().Select(type.GetInterfaceMap).ToArray();

        var methods = from method in own.OfType<MethodInfo>()
                      where TypeFacts.Arguments<JsiiMethodAttribute>(method) is null
                      let attribute = method.GetCustomAttribute<JsiiMethodAttribute>(inherit: true)
                          ?? Declared(method).Select(declared => declared.GetCustomAttribute<JsiiMethodAttribute>()).FirstOrDefault(found => found is not null)
                      where attribute is not null
                      select ("method", attribute.Name);
        var properties = from property in own.OfType<PropertyInfo>()
                         where TypeFacts.Arguments<JsiiPropertyAttribute>(property) is null
                         let attribute = property.GetCustomAttribute<JsiiPropertyAttribute>(inherit: true)
                             ?? property.GetAccessors(nonPublic: true).SelectMany(Declared).Select(PropertyOf).FirstOrDefault(found => found is not null)
                         where attribute is not null
                         select ("property", attribute.Name);
        return [.. methods, .. properties];

        IEnumerable<MethodInfo> Declared(MethodInfo method) =>
            from map in implemented
            from i in Enumerable.Range(0, map.TargetMethods.Length)
            where map.TargetMethods[i] == method
            select map.InterfaceMethods[i];
    }

    private static JsiiPropertyAttribute? PropertyOf(MethodInfo accessor) => accessor.DeclaringType!.GetProperties()
        .FirstOrDefault(property => property.GetMethod == accessor || property.SetMethod == accessor)
        ?.GetCustomAttribute<JsiiPropertyAttribute>();

    /// <summary>Declared by a class that a user wrote.</summary>
    private static bool IsOwn(MemberInfo member) =>
        member.DeclaringType is { } type
        && type != typeof(object) && type != typeof(DeputyBase) && type != typeof(FastDeputy)
        && !TypeFacts.IsGenerated(type);
}

/// <summary>Something that yields a value: its name in the kernel, and the type of the value.</summary>
internal abstract record ValueFacts(string Name)
{
    /// <summary>Text needs no conversion.</summary>
    public abstract bool IsText { get; }

    /// <summary>For the stock converter.</summary>
    public abstract IOptionalValue? ValueType { get; }

    /// <summary>As the stock runtime says it.</summary>
    public abstract Exception CannotConvert(object? value);
}

internal sealed record PropertyFacts(string Name, PropertyInfo Property, bool IsTextType) : ValueFacts(Name)
{
    private static readonly ConcurrentDictionary<(Type, string), PropertyFacts> Known = new();

    private JsiiPropertyAttribute? _attribute;

    public override bool IsText => IsTextType;

    public override IOptionalValue ValueType => _attribute ??= Property.GetCustomAttribute<JsiiPropertyAttribute>(inherit: true)!;

    public override Exception CannotConvert(object? value) => new ArgumentException($"Could not convert value '{value}' for property '{Name}'");

    public static PropertyFacts Of(Type type, string name) => Known.GetOrAdd((type, name), static key =>
    {
        var (type, name) = key;
        var property = type.GetProperty(name, TypeFacts.Instance) ?? throw new ArgumentException($"Property {name} does not exist", nameof(name));
        if (TypeFacts.Arguments<JsiiPropertyAttribute>(property) is { } arguments)
        {
            return new((string)arguments[0].Value!, property, (string?)arguments[1].Value is "{\"primitive\":\"string\"}");
        }

        var attribute = property.GetCustomAttribute<JsiiPropertyAttribute>(inherit: true)
            ?? throw new ArgumentException($"Property {name} is missing JsiiPropertyAttribute", nameof(name));
        return new(attribute.Name, property, attribute.Type.Primitive is PrimitiveType.String);
    });
}

internal sealed record MethodFacts(string Name, JsiiMethodAttribute Attribute) : ValueFacts(Name)
{
    private static readonly ConcurrentDictionary<(Type, string), MethodFacts> Known = new();

    public bool IsAsync => Attribute.IsAsync;

    public bool IsVariadic => Attribute.Parameters.LastOrDefault()?.IsVariadic ?? false;

    public override bool IsText => Attribute.Returns?.Type.Primitive is PrimitiveType.String;

    public override IOptionalValue? ValueType => Attribute.Returns;

    public override Exception CannotConvert(object? value) => new NotSupportedException($"Could not convert result '{value}' for method '{Name}'");

    public static MethodFacts Of(Type type, string name) => Known.GetOrAdd((type, name), static key =>
    {
        var (type, name) = key;
        var method = type.GetMethod(name, TypeFacts.Instance) ?? throw new ArgumentException($"Method {name} does not exist", nameof(name));
        var attribute = method.GetCustomAttribute<JsiiMethodAttribute>(inherit: true)
            ?? throw new ArgumentException($"Method {name} is missing JsiiMethodAttribute", nameof(name));
        return new(attribute.Name, attribute);
    });
}
