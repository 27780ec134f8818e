using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using PaymentDr.Hosting;
using PaymentDr.Runtime;

namespace PaymentDr.Service;

/// <summary>The web server around the payment service. It takes nothing from the environment or from files by itself.</summary>
public static class ServiceHost
{
    private const int DefaultPort = 8443;

    /// <summary>With the longest request, less than the 30 s that ECS waits before it kills.</summary>
    private const int DefaultDrainSeconds = 5;

    /// <summary>More than any payment has, which is refused with its reason; what is larger still is not read.</summary>
    private const int LargestBody = 64 * 1024;

    public static WebApplication Build(Platform platform, StructuredLog log)
    {
        var port = platform.Variables.Get("PORT", DefaultPort);
        var drain = new Drain(TimeSpan.FromSeconds(platform.Variables.Get("DRAIN_SECONDS", DefaultDrainSeconds)), platform.Clock, log);
        var warmUp = new WarmUp(platform.Health, platform.Door, platform.Clock, log);
        var service = PaymentService.On(platform, drain, log);

        var tls = new HttpsConnectionAdapterOptions
        {
            ServerCertificate = OwnCertificate.Create(platform.Clock),
            SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };

        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.ListenAnyIP(port, door =>
            {
                // The load balancer speaks nothing newer to its targets.
                door.Protocols = HttpProtocols.Http1;
                door.UseHttps(tls);
            });
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
        });
        builder.Services.AddHostedService(_ => warmUp);
        builder.Services.AddHostedService(_ => drain);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = drain.Patience + PaymentService.Limit);

        var application = builder.Build();
        application.Lifetime.ApplicationStarted.Register(() => log.Info("Listening.", ("port", port)));
        application.Lifetime.ApplicationStopped.Register(() => log.Info("Stopped."));
        application.Run(service.ServeAsync);
        return application;
    }
}
