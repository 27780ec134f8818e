using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.JSII.JsonModel.Api.Request;
using Amazon.JSII.JsonModel.Api.Response;
using Amazon.JSII.Runtime.Services;
using Microsoft.Extensions.Logging.Abstractions;
using Newtonsoft.Json;

namespace Jsii.Fast;

/// <summary>The one kernel of this process, shared with whatever uses the stock runtime, and the lines exchanged with it.</summary>
internal sealed class KernelConnection
{
    private const string BootVariable = "JSII_RUNTIME";

    /// <summary>A registration lasts as long as somebody holds it.</summary>
    private static readonly List<PosixSignalRegistration> Registrations = [];

    private readonly ArrayBufferWriter<byte> _buffer = new(16 * 1024);
    private readonly Utf8JsonWriter _writer;
    private readonly Stream _requests;
    private readonly TextReader _answers;
    private readonly object _client;

    public KernelConnection()
    {
        _writer = new(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

        RuntimeInternals.ResolveAll();
        var services = Boot();
        var node = services.Service("INodeProcess");
        _requests = ((StreamWriter)RuntimeInternals.StandardInput(node)).BaseStream;
        _answers = RuntimeInternals.StandardOutput(node);
        _client = services.Service("IClient");
        References = services.Service("IReferenceMap");
        Converter = services.Service("Converters.IJsiiToFrameworkConverter");
        CleanUpAtExit(() => services);
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
        try
        {
            _requests.Write(_buffer.WrittenSpan);
            _requests.Flush();
            var answer = _answers.ReadLine();
            return string.IsNullOrEmpty(answer) ? throw RuntimeInternals.NewError("Child process exited unexpectedly!", null) : answer;
        }
        catch (IOException exception)
        {
            throw RuntimeInternals.NewError("Unexpected error communicating with jsii-runtime", exception);
        }
    }

    /// <summary>Null for an error or a callback.</summary>
    public static JsonDocument? ParseOk(string answer) =>
        answer.StartsWith("{\"ok\":", StringComparison.Ordinal) ? JsonDocument.Parse(answer) : null;

    public TResponse Deserialize<TResponse>(string answer) where TResponse : class, IKernelResponse =>
        RuntimeInternals.Deserialize<TResponse>(_client, answer);

    /// <summary>
    /// The stock runtime ends the node process, and leaves what it extracted in the temporary folder. Neither an unhandled
    /// exception nor a signal raises the event of an orderly exit.
    /// </summary>
    public static void CleanUpAtExit(Func<IServiceProvider> services)
    {
        var done = 0;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => CleanUp();
        AppDomain.CurrentDomain.UnhandledException += (_, _) => CleanUp();
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
        {
            Registrations.Add(PosixSignalRegistration.Create(signal, _ => CleanUp()));
        }

        void CleanUp()
        {
            if (Interlocked.Exchange(ref done, 1) == 0)
            {
                (services() as IDisposable)?.Dispose();
            }
        }
    }

    /// <summary>Starts the kernel in one node process by boot.js, unless the user names a runtime or a stock deputy was first.</summary>
    private static IServiceProvider Boot()
    {
        var boot = Path.Combine(AppContext.BaseDirectory, "jsii", "boot.js");
        if (RuntimeInternals.StockServices(null).IsValueCreated
            || ServiceContainer.ServiceProviderOverride is not null
            || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(BootVariable))
            || !File.Exists(boot))
        {
            return RuntimeInternals.ServiceProvider(null);
        }

        // While node starts, compile what its first answers need.
        _ = Task.Run(static () => JsonConvert.DeserializeObject<HelloResponse>(JsonConvert.SerializeObject(new LoadRequest("", "", ""))));

        Environment.SetEnvironmentVariable(BootVariable, $"--preserve-symlinks \"{boot.Replace("\"", "\\\"")}\"");
        try
        {
            // The runtime's own logger, to the console, takes as long to start as all its other services, and says nothing.
            return ServiceContainer.ServiceProviderOverride = ServiceContainer.BuildServiceProvider(NullLoggerFactory.Instance);
        }
        finally
        {
            Environment.SetEnvironmentVariable(BootVariable, null);
        }
    }
}
