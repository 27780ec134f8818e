using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
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

    /// <summary>Where the stock runtime keeps its services; it starts the kernel when somebody asks for the value.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.StaticField, Name = "_serviceProvider")]
    public static extern ref Lazy<IServiceProvider> StockServices([UnsafeAccessorType($"{Services}.ServiceContainer, {RuntimeName}")] object? container);

    /// <summary>The services in use; starts the kernel when it does not run yet.</summary>
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

    /// <summary>Looks for every member above now, and not at the first call that needs it.</summary>
    public static void ResolveAll()
    {
        foreach (var accessor in typeof(RuntimeInternals).GetMethods().Where(method => method.IsDefined(typeof(UnsafeAccessorAttribute))))
        {
            var arguments = accessor.GetGenericArguments().Select(_ => typeof(GetResponse).TypeHandle).ToArray();
            RuntimeHelpers.PrepareMethod(accessor.MethodHandle, arguments.Length == 0 ? null : arguments);
        }
    }

    /// <summary>Runs what touches the internals; when they are not those of the release it is made for, says so in a sentence.</summary>
    public static T Guarded<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (Exception exception) when (exception is MissingMemberException or TypeLoadException or InvalidCastException)
        {
            var madeFor = typeof(RuntimeInternals).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(made => made.Key == RuntimeName).Value;
            var found = VersionOf(typeof(DeputyBase).Assembly);
            throw new NotSupportedException(
                $"Jsii.Fast is made for {RuntimeName} {madeFor} and found {found}, whose internals differ ({exception.Message}): restore {madeFor}.",
                exception);
        }
    }

    /// <summary>By the kernel that it carries: the assembly itself says 1.0.0 in every release.</summary>
    private static string VersionOf(Assembly runtime)
    {
        var kernel = runtime.GetManifestResourceNames().First(name => name.EndsWith("program.js", StringComparison.Ordinal));
        using var reader = new StreamReader(runtime.GetManifestResourceStream(kernel)!);
        return Regex.Match(reader.ReadToEnd(), "\"@jsii/runtime\",\"version\":\"([^\"]+)\"").Groups[1].Value;
    }
}
