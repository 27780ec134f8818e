using System.Reflection;
using System.Runtime.CompilerServices;
using Amazon.JSII.JsonModel.Api.Response;
using Amazon.JSII.JsonModel.Spec;
using Amazon.JSII.Runtime;
using Amazon.JSII.Runtime.Deputy;
using Assembly = System.Reflection.Assembly;
using Type = System.Type;

namespace Jsii.Fast;

/// <summary>Everything that this component uses of what Amazon.JSII.Runtime keeps to itself, by name, in one place.</summary>
internal static class RuntimeInternals
{
    private const string RuntimeName = "Amazon.JSII.Runtime";
    private const string Services = "Amazon.JSII.Runtime.Services";

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern ByRefValue NewReference(string value, string[]? interfaces, bool isProxy);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "<Reference>k__BackingField")]
    public static extern ref ByRefValue Reference(DeputyBase deputy);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Value")]
    public static extern string Value(ByRefValue reference);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Interfaces")]
    public static extern string[] Interfaces(ByRefValue reference);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern JsiiError NewError(string message, Exception? innerException);

    /// <summary>Makes the kernel load the npm package that an assembly carries, once.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "Load")]
    public static extern void LoadPackage(JsiiTypeAttributeBase? type, Assembly assembly);

    /// <summary>Starts the kernel when it does not run yet.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "get_ServiceProvider")]
    public static extern IServiceProvider ServiceProvider([UnsafeAccessorType($"{Services}.ServiceContainer, {RuntimeName}")] object? container);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "AddNativeReference")]
    public static extern void Add(
        [UnsafeAccessorType($"{Services}.ReferenceMap, {RuntimeName}")] object references, ByRefValue reference, DeputyBase deputy, bool force);

    /// <summary>What to do with an answer that is an error or a callback: the stock client knows.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "TryDeserialize")]
    public static extern TResponse Deserialize<TResponse>([UnsafeAccessorType($"{Services}.Client, {RuntimeName}")] object client, string json)
        where TResponse : class, IKernelResponse;

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "TryConvert")]
    public static extern bool TryConvert(
        [UnsafeAccessorType($"{Services}.Converters.ValueConverter, {RuntimeName}")] object converter,
        IOptionalValue? valueType,
        Type type,
        [UnsafeAccessorType($"{Services}.IReferenceMap, {RuntimeName}")] object references,
        object? value,
        out object? result);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_StandardInput")]
    public static extern TextWriter StandardInput([UnsafeAccessorType($"{Services}.NodeProcess, {RuntimeName}")] object node);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_StandardOutput")]
    public static extern TextReader StandardOutput([UnsafeAccessorType($"{Services}.NodeProcess, {RuntimeName}")] object node);

    public static object Service(this IServiceProvider services, string name) =>
        services.GetService(typeof(DeputyBase).Assembly.GetType($"{Services}.{name}", throwOnError: true)!)!;

    /// <summary>Runs what touches the internals; when they are not those of the release it is made for, says so in a sentence.</summary>
    public static T Guarded<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (Exception exception) when (exception is MissingMemberException or TypeLoadException)
        {
            throw new NotSupportedException(Mismatch(MadeFor, typeof(DeputyBase).Assembly), exception);
        }
    }

    internal static string Mismatch(string madeFor, Assembly runtime) =>
        $"Jsii.Fast is made for {RuntimeName} {madeFor} and found {runtime.GetCustomAttribute<AssemblyFileVersionAttribute>()?.Version}, "
        + $"whose internals differ: restore {madeFor}, or set PAYMENTDR_STOCK_JSII=1 to synthesize without it, slower.";

    private static string MadeFor =>
        typeof(RuntimeInternals).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == RuntimeName).Value!;
}
