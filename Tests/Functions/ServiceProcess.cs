using System.Diagnostics;

namespace PaymentDr.Tests.Functions;

/// <summary>The service as a process of its own, with a client of its door.</summary>
internal sealed class ServiceProcess : RunningProgram
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(20);

    /// <summary>Built as these tests are.</summary>
    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Name;

    private ServiceProcess(int port, Dictionary<string, string> environment)
        : base(
            "dotnet",
            [Repository.PathOf("artifacts", "bin", "Service", Configuration, "PaymentDr.Service.dll")],
            AppContext.BaseDirectory,
            [("PORT", $"{port}"), .. environment.Select(variable => (variable.Key, (string?)variable.Value))]) =>
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

    public HttpClient Client { get; }

    /// <summary>Returns once it listens, or has ended.</summary>
    public static async Task<ServiceProcess> StartAsync(Dictionary<string, string> environment)
    {
        var port = LocalPort.FindFree();
        var service = new ServiceProcess(port, environment);
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
