using System.Text.Json.Nodes;
using PaymentDr.Functions;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Functions;

[TestFixture]
public sealed class VerifyBackupsTests
{
    private const string Ledger = "arn:aws:dynamodb:us-east-1:123456789012:table/ledger";
    private const string Books = "arn:aws:rds:us-east-1:123456789012:cluster:books";

    private readonly SetClock _clock = new(DateTimeOffset.UtcNow);
    private TwoRegions _regions = null!;

    [SetUp]
    public async Task CreateVaults()
    {
        _clock.Now = DateTimeOffset.UtcNow;
        _regions = await TwoRegions.CreateAsync();
        _regions.Set("BACKUP_VAULT", _regions.Table);
        _regions.Set("PEER_BACKUP_VAULT", $"{_regions.Table}-peer");
        _regions.Set("BACKUP_RESOURCES", "2");
        await PutAsync(TwoRegions.Primary, $"backup-vaults/{_regions.Table}", []);
        await PutAsync(TwoRegions.Secondary, $"backup-vaults/{_regions.Table}-peer", []);
    }

    [Test]
    public async Task Vaults_of_both_regions_with_a_recent_point_of_each_resource_are_complete()
    {
        await BackUpAsync(TwoRegions.Primary, Ledger);
        await BackUpAsync(TwoRegions.Primary, Books);
        await BackUpAsync(TwoRegions.Secondary, Ledger);
        await BackUpAsync(TwoRegions.Secondary, Books);
        _clock.Now = DateTimeOffset.UtcNow.AddHours(35);

        var verify = Function();
        var answer = await verify.WithAsync("{}");

        Assert.That(answer.ToJsonString(), Is.EqualTo(
            """[{"region":"us-east-1","resources":2,"isComplete":true},{"region":"us-west-2","resources":2,"isComplete":true}]"""));
        Assert.That(Missing(verify), Is.EqualTo(new[] { ("us-east-1", 0.0), ("us-west-2", 0.0) }));
        Assert.That(verify.Metric("BackupAgeSeconds"), Is.EqualTo(TimeSpan.FromHours(35).TotalSeconds).Within(60));
    }

    [Test]
    public async Task Points_of_another_day_do_not_count()
    {
        await BackUpAsync(TwoRegions.Primary, Ledger);
        _clock.Now = DateTimeOffset.UtcNow.AddHours(37);

        var verify = Function();

        Assert.That((await verify.WithAsync("{}"))[0]!.ToJsonString(), Is.EqualTo("""{"region":"us-east-1","resources":0,"isComplete":false}"""));
        Assert.That(Missing(verify), Is.EqualTo(new[] { ("us-east-1", 2.0), ("us-west-2", 2.0) }));
        Assert.That(verify.Metric("BackupAgeSeconds"), Is.Null);
    }

    [Test]
    public async Task Points_that_are_not_complete_and_several_of_one_resource_do_not_count()
    {
        await BackUpAsync(TwoRegions.Primary, Ledger);
        await BackUpAsync(TwoRegions.Primary, Ledger);
        await BackUpAsync(TwoRegions.Primary, Books, "PARTIAL");

        Assert.That((await Function().WithAsync("{}"))[0]!.ToJsonString(), Is.EqualTo("""{"region":"us-east-1","resources":1,"isComplete":false}"""));
    }

    [Test]
    public async Task The_newest_point_of_a_resource_tells_its_age_and_the_oldest_of_these_is_measured()
    {
        await BackUpAsync(TwoRegions.Primary, Ledger);
        var since = DateTimeOffset.UtcNow;
        await BackUpAsync(TwoRegions.Primary, Books);
        await BackUpAsync(TwoRegions.Primary, Ledger);
        _regions.Set("AWS_ENDPOINT_URL_US_WEST_2", TwoRegions.Nowhere);
        _clock.Now = DateTimeOffset.UtcNow;

        var verify = Function();
        await verify.WithAsync("{}");

        Assert.That(verify.Metric("BackupAgeSeconds"), Is.LessThanOrEqualTo((_clock.Now - since).TotalSeconds));
    }

    [Test]
    public async Task Points_on_a_second_page_count()
    {
        // A page of the emulator has three.
        for (var point = 0; point < 3; point++)
        {
            await BackUpAsync(TwoRegions.Secondary, Ledger);
        }

        await BackUpAsync(TwoRegions.Secondary, Books);

        Assert.That((await Function().WithAsync("{}"))[1]!.ToJsonString(), Is.EqualTo("""{"region":"us-west-2","resources":2,"isComplete":true}"""));
    }

    [TestCase("AWS_ENDPOINT_URL_US_WEST_2")]
    [TestCase("AWS_ENDPOINT_URL_BACKUP_US_WEST_2")]
    public async Task A_region_that_cannot_be_asked_has_no_backups_and_the_other_one_is_asked_all_the_same(string gone)
    {
        await BackUpAsync(TwoRegions.Primary, Ledger);
        await BackUpAsync(TwoRegions.Primary, Books);
        _regions.Set(gone, TwoRegions.Nowhere);

        var verify = Function();

        Assert.That((await verify.WithAsync("{}")).ToJsonString(), Is.EqualTo(
            """[{"region":"us-east-1","resources":2,"isComplete":true},{"region":"us-west-2","resources":0,"isComplete":false}]"""));
        Assert.That(Missing(verify), Is.EqualTo(new[] { ("us-east-1", 0.0), ("us-west-2", 2.0) }));
        Assert.That(verify.Lines.Single(line => line["level"]?.GetValue<string>() == "ERROR")["vaultRegion"]!.GetValue<string>(), Is.EqualTo("us-west-2"));
    }

    [Test]
    public async Task A_vault_that_does_not_exist_has_no_backups()
    {
        _regions.Set("BACKUP_VAULT", "another");
        _regions.Set("PEER_BACKUP_VAULT", "another");

        Assert.That((await Function().WithAsync("{}")).ToJsonString(), Is.EqualTo(
            """[{"region":"us-east-1","resources":0,"isComplete":false},{"region":"us-west-2","resources":0,"isComplete":false}]"""));
    }

    private Invoke Function() => new(Catalog.Build("verify-backups", _regions.Platform(Site.Primary, _clock)));

    private static (string Region, double Value)[] Missing(Invoke verify) =>
    [
        .. verify.Lines.Where(line => line["BackupsMissing"] is not null)
            .Select(line => (line["VaultRegion"]!.GetValue<string>(), line["BackupsMissing"]!.GetValue<double>())).Order(),
    ];

    private Task BackUpAsync(string region, string resource, string status = "COMPLETED") => PutAsync(region, "backup-jobs", new()
    {
        ["BackupVaultName"] = region == TwoRegions.Primary ? _regions.Table : $"{_regions.Table}-peer",
        ["ResourceArn"] = resource,
        ["IamRoleArn"] = "arn:aws:iam::123456789012:role/backup",
        ["RecoveryPointTags"] = new JsonObject { ["emulator:status"] = status },
    });

    /// <summary>No function writes here, so none has a client that could. The emulator reads the region out of a signature, and believes it.</summary>
    private static async Task PutAsync(string region, string path, JsonObject body)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{FunctionsSetup.Emulator.Endpoint}/{path}") { Content = new StringContent(body.ToJsonString()) };
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential=test/20260101/{region}/backup/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }
}
