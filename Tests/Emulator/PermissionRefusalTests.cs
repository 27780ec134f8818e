using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.S3;
using Amazon.S3.Model;
using PaymentDr.Aws;
using PaymentDr.Tests.Permissions;

namespace PaymentDr.Tests.Emulator;

/// <summary>The emulator refuses what the applied policies do not allow, so that whatever runs in it runs under the roles that are deployed.</summary>
[TestFixture]
[Category("Emulator")]
[Order(3)]
public sealed class PermissionRefusalTests
{
    private const string Table = "table-ledger-dev";

    /// <summary>One of its own: what is tried here, no program does.</summary>
    private CallRecorder _calls = null!;

    [SetUp]
    public void Start() => _calls = new CallRecorder(EmulatorSetup.Books.DataApi) { Emulator = EmulatorSetup.Emulator.Endpoint };

    [TearDown]
    public async Task StopAsync() => await _calls.DisposeAsync();

    [Test]
    public async Task What_a_role_may_it_does()
    {
        using var dynamo = As("role-probe-primary-dev").DynamoDb(TimeSpan.FromSeconds(10));

        Assert.That((await QueryAsync(dynamo)).HttpStatusCode, Is.EqualTo(System.Net.HttpStatusCode.OK));
    }

    [Test]
    public void Another_action_is_refused()
    {
        using var dynamo = As("role-health-primary-dev").DynamoDb(TimeSpan.FromSeconds(10));

        Assert.That(async () => await QueryAsync(dynamo), Throws.InstanceOf<AmazonDynamoDBException>().With.Property("ErrorCode").EqualTo("AccessDenied"));
    }

    [Test]
    public void And_so_is_another_region()
    {
        using var dynamo = As("role-probe-secondary-dev").DynamoDb(TimeSpan.FromSeconds(10));

        Assert.That(async () => await QueryAsync(dynamo), Throws.InstanceOf<AmazonDynamoDBException>().With.Property("ErrorCode").EqualTo("AccessDenied"));
    }

    [Test]
    public void And_another_folder()
    {
        var bucket = $"s3-audit-primary-{Arns.Account}-dev";
        using var s3 = As("role-reconcile-primary-dev").S3();

        Assert.That(
            async () => await s3.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "evidence", ContentBody = "" }),
            Throws.InstanceOf<AmazonS3Exception>().With.Property("ErrorCode").EqualTo("AccessDenied"));
    }

    private AwsRegion As(string role) => new("us-east-1", new Endpoints(name => name == "AWS_ENDPOINT_URL" ? _calls.EndpointFor($"role/{role}") : null));

    private static Task<QueryResponse> QueryAsync(IAmazonDynamoDB dynamo) => dynamo.QueryAsync(new QueryRequest
    {
        TableName = Table,
        KeyConditionExpression = "payment = :payment",
        ExpressionAttributeValues = new() { [":payment"] = new() { S = "none" } },
    });
}
