using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.JSII.JsonModel.Api.Response;

namespace Jsii.Fast;

/// <summary>The one kernel of this process, shared with whatever uses the stock runtime, and the lines exchanged with it.</summary>
internal sealed class KernelConnection
{
    private const string BootVariable = "JSII_RUNTIME";

    private readonly ArrayBufferWriter<byte> _buffer = new(16 * 1024);
    private readonly Utf8JsonWriter _writer;
    private readonly Stream _requests;
    private readonly TextReader _answers;
    private readonly object _client;

    public KernelConnection(bool isStock)
    {
        _writer = new(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

        var services = isStock ? RuntimeInternals.ServiceProvider(null) : Boot();
        var node = services.Service("INodeProcess");
        _requests = ((StreamWriter)RuntimeInternals.StandardInput(node)).BaseStream;
        _answers = RuntimeInternals.StandardOutput(node);
        _client = services.Service("IClient");
        References = services.Service("IReferenceMap");
        Converter = services.Service("Converters.IJsiiToFrameworkConverter");

        // The stock runtime ends the node process but leaves what it extracted in the temporary folder.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => (services as IDisposable)?.Dispose();
    }

    public object References { get; }

    public object Converter { get; }

    public Utf8JsonWriter Begin(string api)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset(_buffer);
        _writer.WriteStartObject();
        _writer.WriteString("api"u8, api);
        return _writer;
    }

    /// <summary>Ends the request that was begun; returns the line that answers it.</summary>
    public string Send()
    {
        _writer.WriteEndObject();
        _writer.Flush();
        _buffer.Write("\n"u8);
        _requests.Write(_buffer.WrittenSpan);
        _requests.Flush();
        var answer = _answers.ReadLine();
        return string.IsNullOrEmpty(answer) ? throw RuntimeInternals.NewError("Child process exited unexpectedly!", null) : answer;
    }

    /// <summary>Null for an error or a callback.</summary>
    public static JsonDocument? ParseOk(string answer) =>
        answer.StartsWith("{\"ok\":", StringComparison.Ordinal) ? JsonDocument.Parse(answer) : null;

    public TResponse Deserialize<TResponse>(string answer) where TResponse : class, IKernelResponse =>
        RuntimeInternals.Deserialize<TResponse>(_client, answer);

    /// <summary>Starts the kernel in one node process by boot.js, unless the user names a runtime or a stock deputy was first.</summary>
    private static IServiceProvider Boot()
    {
        var boot = Path.Combine(AppContext.BaseDirectory, "jsii", "boot.js");
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(BootVariable)) || !File.Exists(boot))
        {
            return RuntimeInternals.ServiceProvider(null);
        }

        Environment.SetEnvironmentVariable(BootVariable, $"--preserve-symlinks \"{boot.Replace("\"", "\\\"")}\"");
        try
        {
            return RuntimeInternals.ServiceProvider(null);
        }
        finally
        {
            Environment.SetEnvironmentVariable(BootVariable, null);
        }
    }
}
