using System.Text.Json;
using Amazon.JSII.JsonModel.Api.Response;
using Amazon.JSII.Runtime.Deputy;

namespace Jsii.Fast;

/// <summary>The requests of the jsii kernel that make up nearly all of a synthesis.</summary>
internal static class Kernel
{
    /// <summary>The way out, and the other side of the comparison: every deputy behaves as the stock base class.</summary>
    public static readonly bool IsStock = ChooseStock();

    private static KernelConnection? _connection;

    /// <summary>Not a static initializer, which would hide the sentence about a mismatch behind its own exception.</summary>
    private static KernelConnection Connection => _connection ??= RuntimeInternals.Guarded(() => new KernelConnection());

    public static void Register(ByRefValue reference, DeputyBase deputy) => RuntimeInternals.Add(Connection.References, reference, deputy, force: true);

    public static ByRefValue Create(Type type, object?[] arguments)
    {
        // Before the facts, which make the kernel load packages, and would start it the stock way.
        var connection = Connection;
        var facts = ClassFacts.Of(type);
        var request = connection.Begin("create");
        request.WriteString("fqn"u8, facts.Name);
        WriteArguments(request, arguments, facts.IsVariadic);
        request.WriteStartArray("overrides"u8);
        foreach (var (kind, name) in facts.Overrides)
        {
            request.WriteStartObject();
            request.WriteString(kind, name);
            request.WriteEndObject();
        }

        request.WriteEndArray();
        request.WriteStartArray("interfaces"u8);
        foreach (var name in facts.Interfaces)
        {
            request.WriteStringValue(name);
        }

        request.WriteEndArray();

        var answer = connection.Send();
        using var ok = KernelConnection.ParseOk(answer);
        var value = ok is null
            ? (string)connection.Deserialize<CreateResponse>(answer)["$jsii.byref"]
            : ok.RootElement.GetProperty("ok"u8).GetProperty("$jsii.byref"u8).GetString()!;
        return RuntimeInternals.NewReference(value, null, isProxy: false);
    }

    public static T Get<T>(DeputyBase self, string name)
    {
        var property = PropertyFacts.Of(self.GetType(), name);
        BeginOn(self, "get").WriteString("property"u8, property.Name);

        var answer = Connection.Send();
        using var ok = KernelConnection.ParseOk(answer);
        return ok is null
            ? ValueReader.Convert<T>(Connection, property, Connection.Deserialize<GetResponse>(answer).Value)
            : ValueReader.Read<T>(Connection, property, ok, "value"u8);
    }

    public static void Set(DeputyBase self, string name, object? value)
    {
        var property = PropertyFacts.Of(self.GetType(), name);
        var request = BeginOn(self, "set");
        request.WriteString("property"u8, property.Name);
        request.WritePropertyName("value"u8);
        ValueWriter.Write(request, value);

        var answer = Connection.Send();
        using var ok = KernelConnection.ParseOk(answer);
        if (ok is null)
        {
            Connection.Deserialize<SetResponse>(answer);
        }
    }

    /// <summary>False for an asynchronous method, which nothing has been sent of: those are left to the stock base class.</summary>
    public static bool TryInvoke<T>(DeputyBase self, string name, object?[] arguments, out T result)
    {
        var method = MethodFacts.Of(self.GetType(), name);
        if (method.IsAsync)
        {
            result = default!;
            return false;
        }

        var request = BeginOn(self, "invoke");
        request.WriteString("method"u8, method.Name);
        WriteArguments(request, arguments, method.IsVariadic);

        var answer = Connection.Send();
        using var ok = KernelConnection.ParseOk(answer);
        result = ok is null
            ? ValueReader.Convert<T>(Connection, method, Connection.Deserialize<InvokeResponse>(answer).Result)
            : ValueReader.Read<T>(Connection, method, ok, "result"u8);
        return true;
    }

    private static bool ChooseStock()
    {
        var isStock = Environment.GetEnvironmentVariable("PAYMENTDR_STOCK_JSII") == "1";
        if (isStock)
        {
            KernelConnection.CleanUpAtExit(() => RuntimeInternals.ServiceProvider(null));
        }

        return isStock;
    }

    private static Utf8JsonWriter BeginOn(DeputyBase self, string api)
    {
        var request = Connection.Begin(api);
        request.WriteStartObject("objref"u8);
        request.WriteString("$jsii.byref"u8, RuntimeInternals.Value(RuntimeInternals.Reference(self)));
        request.WriteEndObject();
        return request;
    }

    private static void WriteArguments(Utf8JsonWriter request, object?[] arguments, bool isVariadic)
    {
        request.WriteStartArray("args"u8);
        for (var i = 0; i < arguments.Length; i++)
        {
            if (isVariadic && i == arguments.Length - 1)
            {
                foreach (var argument in (Array?)arguments[i] ?? Array.Empty<object>())
                {
                    ValueWriter.Write(request, argument);
                }
            }
            else
            {
                ValueWriter.Write(request, arguments[i]);
            }
        }

        request.WriteEndArray();
    }
}
