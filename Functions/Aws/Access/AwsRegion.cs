using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.S3;

namespace PaymentDr.Aws;

/// <summary>The services of one region.</summary>
/// <param name="credentials">Null for those of the process.</param>
public sealed class AwsRegion(string name, Endpoints endpoints, AWSCredentials? credentials = null)
{
    /// <summary>Asked for when the first client is made: finding credentials may take a call of its own.</summary>
    private readonly Lazy<AWSCredentials> _credentials = new(() => credentials ?? DefaultAWSCredentialsIdentityResolver.GetCredentials());

    public string Name => name;

    /// <param name="timeout">For one try; callers try again by themselves.</param>
    public IAmazonDynamoDB DynamoDb(TimeSpan timeout) => new AmazonDynamoDBClient(_credentials.Value, In("dynamodb", new AmazonDynamoDBConfig
    {
        Timeout = timeout,
        ConnectTimeout = timeout,
        MaxErrorRetry = 0,
    }));

    public IAmazonS3 S3() => new AmazonS3Client(_credentials.Value, In("s3", new AmazonS3Config { ForcePathStyle = endpoints.Of("s3", name) is not null }));

    /// <param name="host">The first part of the service's name at AWS, where it differs from the one that signatures carry.</param>
    public AwsClient Service(string service, string? host = null, TimeSpan? timeout = null, int retries = 2) => new(
        _credentials.Value,
        new AwsClientConfig(service, host ?? service, name, endpoints.Of(host ?? service, name), timeout ?? TimeSpan.FromSeconds(10))
        {
            MaxErrorRetry = retries,
        });

    private T In<T>(string service, T config)
        where T : ClientConfig
    {
        config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(name);
        if (endpoints.Of(service, name) is { } endpoint)
        {
            config.ServiceURL = endpoint;
            config.AuthenticationRegion = name;
        }

        return config;
    }
}
