using PaymentDr.Aws;
using PaymentDr.Functions;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Functions;

/// <summary>As long as the next loss could not be survived, people are told every hour, by each region of what it knows.</summary>
[TestFixture]
public sealed class RemindTests
{
    private readonly List<string> _told = [];
    private TwoRegions _regions = null!;
    private AwsProxy _topic = null!;

    [SetUp]
    public async Task CreateTopic()
    {
        _told.Clear();
        _regions = await TwoRegions.CreateAsync();
        foreach (var site in new[] { Site.Primary, Site.Secondary })
        {
            await _regions.Region(site).Service("sns").CallAsync(AwsRequest.Form("CreateTopic", "2010-03-31", ("Name", "alerts")), default);
        }

        _topic = new AwsProxy { Done = (_, body) => _told.Add(System.Web.HttpUtility.ParseQueryString(body)["Message"]!) };
        _regions.Set("AWS_ENDPOINT_URL_SNS", _topic.Endpoint);
    }

    [TearDown]
    public async Task RemoveTopic() => await _topic.DisposeAsync();

    [TestCase(Site.Primary)]
    [TestCase(Site.Secondary)]
    public async Task A_platform_that_is_whole_says_nothing(Site site)
    {
        await BeatAsync(site);

        Assert.That((await RemindAsync(site)).Metric("Unprotected"), Is.Zero);
        Assert.That(_told, Is.Empty);
    }

    [TestCase(Site.Primary)]
    [TestCase(Site.Secondary)]
    public async Task After_a_failover_it_says_so_each_time(Site site)
    {
        await BeatAsync(site);
        await _regions.Ledger(site).BeginAsync(new Epoch(1), default);
        await _regions.Platform(site).Sightings.PutAsync(Site.Secondary, new Sighting("switch", DateTimeOffset.UtcNow, ("leadsToSecondary", "True")), default);

        Assert.That((await RemindAsync(site)).Metric("Unprotected"), Is.EqualTo(1));
        await RemindAsync(site);

        Assert.That(_told, Has.Count.EqualTo(2).And.All.Contains("the secondary reigns (epoch 1)").And.All.Contains("customers are led to the secondary"));
    }

    [TestCase(14, false)]
    [TestCase(16, true)]
    public async Task A_region_of_which_nothing_is_heard_is_told_of(int minutes, bool isTold)
    {
        await BeatAsync(Site.Primary, minutes);

        await RemindAsync(Site.Primary);

        Assert.That(_told.Any(message => message.Contains($"nothing was heard of {TwoRegions.Secondary}", StringComparison.Ordinal)), Is.EqualTo(isTold));
    }

    [TestCase(Site.Primary)]
    [TestCase(Site.Secondary)]
    public async Task It_measures_how_long_ago_the_last_drill_passed(Site site)
    {
        await BeatAsync(site);
        Assert.That((await RemindAsync(site)).Metric("DrillAgeSeconds"), Is.Null, "before the first there is none");

        await _regions.Platform(site).Sightings.PutAsync(Site.Secondary, new Sighting("drill-passed", DateTimeOffset.UtcNow.AddDays(-3)), default);

        Assert.That((await RemindAsync(site)).Metric("DrillAgeSeconds"), Is.EqualTo(3 * 86_400).Within(60));
    }

    /// <summary>As the other region's probe does, seen from here.</summary>
    private Task BeatAsync(Site seenFrom, int minutesAgo = 0) => _regions.Platform(seenFrom).Sightings.PutAsync(
        seenFrom.Other(), new Sighting("heartbeat", DateTimeOffset.UtcNow.AddMinutes(-minutesAgo)), default);

    private async Task<Invoke> RemindAsync(Site site)
    {
        _regions.Set("ALERT_TOPIC_ARN", $"arn:aws:sns:{TwoRegions.NameOf(site)}:123456789012:alerts");
        var remind = new Invoke(Catalog.Build("remind", _regions.Platform(site)));
        await remind.WithAsync("{}");
        return remind;
    }
}
