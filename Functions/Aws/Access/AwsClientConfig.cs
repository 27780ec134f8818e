using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Endpoint = Amazon.Runtime.Endpoints.Endpoint;

namespace PaymentDr.Aws;

/// <summary>How one service of one region is spoken to.</summary>
internal sealed class AwsClientConfig : ClientConfig
{
    private readonly string _service;
    private readonly string _host;

    /// <param name="service">As signatures name it.</param>
    /// <param name="host">The first part of its name at AWS, where it differs.</param>
    /// <param name="timeout">For one try.</param>
    public AwsClientConfig(string service, string host, string region, string? endpoint, TimeSpan timeout)
        : base(new Defaults(timeout))
    {
        (_service, _host) = (service, host);
        Timeout = timeout;
        AuthenticationServiceName = service;
        RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        EndpointProvider = new Provider(this);
        if (endpoint is not null)
        {
            ServiceURL = endpoint;
            // An own endpoint would make the SDK forget the region, which the signature names.
            AuthenticationRegion = region;
        }

        Region = region;
    }

    public string Region { get; }

    public override string RegionEndpointServiceName => _service;

    public override string ServiceVersion => "1";

    public override string UserAgent => "payment-dr";

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        new(ServiceURL ?? $"https://{_host}.{Region}.amazonaws.com/");

    private sealed class Provider(AwsClientConfig config) : IEndpointProvider
    {
        public Endpoint ResolveEndpoint(EndpointParameters parameters) => config.DetermineServiceOperationEndpoint(null!);
    }

    /// <summary>The SDK holds a try to its defaults as well, and the shortest of its limits cuts it off.</summary>
    private sealed class Defaults(TimeSpan timeout) : IDefaultConfigurationProvider
    {
        public IDefaultConfiguration GetDefaultConfiguration(RegionEndpoint clientRegion, DefaultConfigurationMode? requestedConfigurationMode) =>
            new DefaultConfiguration
            {
                Name = DefaultConfigurationMode.Standard,
                RetryMode = RequestRetryMode.Standard,
                ConnectTimeout = TimeSpan.FromSeconds(2),
                TimeToFirstByteTimeout = timeout,
                HttpRequestTimeout = timeout,
            };
    }
}
