using System.Diagnostics;
using System.Net.Security;

namespace PaymentDr.Tests.Functions;

/// <summary>The service as a process of its own, with a client of its door.</summary>
internal sealed class ServiceProcess : RunningProgram
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(20);

    /// <summary>Built as these tests are.</summary>
    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Name;

    private ServiceProcess(int port, string[] command, IReadOnlyDictionary<string, string?> environment)
        : base(command[0], command[1..], AppContext.BaseDirectory, [("PORT", $"{port}"), .. environment.Select(variable => (variable.Key, variable.Value))]) =>
        (Port, Client) = (port, new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = AnyCertificate } }) { BaseAddress = new Uri($"https://127.0.0.1:{port}") });

    public static string Folder => Repository.PathOf("artifacts", "bin", "Service", Configuration);

    /// <summary>Any certificate will do, as it does for the load balancer.</summary>
    public static RemoteCertificateValidationCallback AnyCertificate { get; } = (_, certificate, _, _) => certificate is not null;

    public int Port { get; }

    public HttpClient Client { get; }

    public static Task<ServiceProcess> StartAsync(Dictionary<string, string> environment) =>
        StartAsync(["dotnet", Path.Combine(Folder, "PaymentDr.Service.dll")], environment.ToDictionary(variable => variable.Key, variable => (string?)variable.Value));

    /// <summary>Returns once it listens, or has ended.</summary>
    public static async Task<ServiceProcess> StartAsync(string[] command, IReadOnlyDictionary<string, string?> environment)
    {
        var port = LocalPort.FindFree();
        var service = new ServiceProcess(port, command, environment);
        var started = Stopwatch.StartNew();
        while (!service.HasExited && !LocalPort.Accepts(port) && started.Elapsed < LongestStart)
        {
            await Task.Delay(20);
        }

        return service;
    }

    public override async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await base.DisposeAsync();
    }
}
