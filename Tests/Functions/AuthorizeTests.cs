using System.Text.Json.Nodes;
using PaymentDr.Aws;
using PaymentDr.Functions;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Functions;

[TestFixture]
public sealed class AuthorizeTests
{
    private const string Key = "acme.s3cr3t-s3cr3t-s3cr3t";
    private const string Method = "arn:aws:execute-api:us-east-1:123456789012:api/live/POST/payments";

    private TwoRegions _regions = null!;

    [SetUp]
    public async Task CreateKeys()
    {
        _regions = await TwoRegions.CreateAsync();
        await _regions.PutKeyAsync("acme", ApiKeys.HashOf(Key));
    }

    [Test]
    public async Task A_key_lets_its_merchant_into_the_whole_stage()
    {
        var answer = await AskAsync($"Bearer {Key}");

        Assert.That(answer.ToJsonString(), Is.EqualTo(
            """{"principalId":"acme","policyDocument":{"Version":"2012-10-17","Statement":[{"Action":"execute-api:Invoke","Effect":"Allow","Resource":"arn:aws:execute-api:us-east-1:123456789012:api/live/*"}]},"context":{"merchant":"acme"}}"""));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("Bearer")]
    [TestCase("Bearer acme.")]
    [TestCase("Bearer acme.another")]
    [TestCase("Bearer nobody.s3cr3t-s3cr3t-s3cr3t")]
    [TestCase("Bearer ../acme.s3cr3t-s3cr3t-s3cr3t")]
    [TestCase("Basic acme.s3cr3t-s3cr3t-s3cr3t")]
    public async Task Anything_else_is_denied(string? authorization)
    {
        var answer = await AskAsync(authorization);

        Assert.That(answer["policyDocument"]!["Statement"]![0]!["Effect"]!.GetValue<string>(), Is.EqualTo("Deny"));
        Assert.That(answer["context"]!.AsObject(), Is.Empty);
    }

    [Test]
    public async Task While_a_key_is_exchanged_both_are_valid()
    {
        await _regions.PutKeyAsync("acme", $"{ApiKeys.HashOf(Key)},{ApiKeys.HashOf("acme.next")}");

        Assert.That(await EffectAsync($"Bearer {Key}"), Is.EqualTo("Allow"));
        Assert.That(await EffectAsync("Bearer acme.next"), Is.EqualTo("Allow"));
    }

    [Test]
    public async Task What_was_read_serves_a_minute_and_longer_when_nothing_can_be_read()
    {
        var clock = new SetClock(Payloads.Noon);
        var (reads, fails) = (0, false);
        var keys = new ApiKeys((_, _) => fails ? throw new IOException("gone") : Task.FromResult<string?>(++reads > 0 ? ApiKeys.HashOf(Key) : null), clock);

        for (var ask = 0; ask < 3; ask++)
        {
            Assert.That(await keys.MerchantOfAsync(Key, default), Is.EqualTo("acme"));
        }

        Assert.That(reads, Is.EqualTo(1));
        clock.Now += TimeSpan.FromMinutes(2);
        fails = true;
        Assert.That(await keys.MerchantOfAsync(Key, default), Is.EqualTo("acme"), "old is better than closed");
        Assert.That(await keys.MerchantOfAsync("acme.another", default), Is.Null);
        Assert.That(async () => await keys.MerchantOfAsync("other.secret", default), Throws.TypeOf<IOException>(), "nothing is known of this one");
    }

    [Test]
    public async Task Parameters_that_do_not_answer_keep_nobody_waiting_who_is_known()
    {
        var (clock, reads) = (new SetClock(Payloads.Noon), 0);
        var keys = new ApiKeys(
            (_, _) => ++reads == 1 ? Task.FromResult<string?>(ApiKeys.HashOf(Key)) : throw new TaskCanceledException("the call's own limit"), clock);
        await keys.MerchantOfAsync(Key, default);
        clock.Now += TimeSpan.FromMinutes(2);

        Assert.That(await keys.MerchantOfAsync(Key, default), Is.EqualTo("acme"));
        Assert.That(await keys.MerchantOfAsync(Key, default), Is.EqualTo("acme"));
        Assert.That(reads, Is.EqualTo(2), "asked again after a while only");
        clock.Now += TimeSpan.FromSeconds(11);
        await keys.MerchantOfAsync(Key, default);
        Assert.That(reads, Is.EqualTo(3));
    }

    [Test]
    public async Task Names_that_are_made_up_push_nobody_out()
    {
        var (clock, reads) = (new SetClock(Payloads.Noon), 0);
        var keys = new ApiKeys(
            (merchant, _) => Task.FromResult(merchant != "acme" ? null : ++reads == 1 ? ApiKeys.HashOf(Key) : throw new IOException("gone")), clock);
        await keys.MerchantOfAsync(Key, default);
        for (var stranger = 0; stranger < 20_001; stranger++)
        {
            clock.Now += TimeSpan.FromSeconds(1);
            await keys.MerchantOfAsync($"m{stranger}.x", default);
        }

        Assert.That(await keys.MerchantOfAsync(Key, default), Is.EqualTo("acme"), "it is still known, and could not be read again");
    }

    [Test]
    public async Task Names_that_are_made_up_leave_the_quota_to_merchants()
    {
        var (clock, reads) = (new SetClock(Payloads.Noon), new List<string>());
        var keys = new ApiKeys(
            (merchant, _) =>
            {
                reads.Add(merchant);
                return Task.FromResult<string?>(merchant.StartsWith("acme", StringComparison.Ordinal) ? $"{ApiKeys.HashOf(Key)},{ApiKeys.HashOf($"{merchant}.x")}" : null);
            },
            clock);
        for (var merchant = 0; merchant < 100; merchant++)
        {
            Assert.That(await keys.MerchantOfAsync($"acme{merchant}.x", default), Is.EqualTo($"acme{merchant}"), "those who have keys take nothing from each other");
        }

        await keys.MerchantOfAsync(Key, default);
        reads.Clear();
        var refused = 0;
        for (var stranger = 0; stranger < 100; stranger++)
        {
            try
            {
                Assert.That(await keys.MerchantOfAsync($"m{stranger}.x", default), Is.Null);
            }
            catch (UnreachableException)
            {
                // No judgement on a name that was not looked up.
                refused++;
            }
        }

        Assert.That((reads.Count, refused), Is.EqualTo((10, 90)));
        Assert.That(await keys.MerchantOfAsync("m0.y", default), Is.Null, "what was looked up is known for a minute");

        clock.Now += TimeSpan.FromSeconds(1);
        Assert.That(await keys.MerchantOfAsync("m50.x", default), Is.Null);
        Assert.That(async () => await keys.MerchantOfAsync("m51.x", default), Throws.TypeOf<UnreachableException>(), "one a second");

        clock.Now += TimeSpan.FromSeconds(59);
        for (var stranger = 0; stranger < 10; stranger++)
        {
            await keys.MerchantOfAsync($"n{stranger}.x", default);
        }

        reads.Clear();
        Assert.That(async () => await keys.MerchantOfAsync("m50.x", default), Throws.Nothing, "it is fresh");
        Assert.That(async () => await keys.MerchantOfAsync("m0.x", default), Throws.TypeOf<UnreachableException>(), "old, and perhaps a merchant's by now");
        Assert.That(await keys.MerchantOfAsync(Key, default), Is.EqualTo("acme"));
        Assert.That(reads, Is.EqualTo(new[] { "acme" }), "a merchant's keys are read again, whatever strangers ask");
    }

    [Test]
    public async Task Many_who_come_at_once_under_one_name_are_one_question()
    {
        var (answer, reads) = (new TaskCompletionSource<string?>(), 0);
        var keys = new ApiKeys(
            (_, _) =>
            {
                reads++;
                return answer.Task;
            },
            new SetClock(Payloads.Noon));
        var asked = Enumerable.Range(0, 50).Select(_ => keys.MerchantOfAsync(Key, default)).ToArray();
        answer.SetResult(ApiKeys.HashOf(Key));

        Assert.That(await Task.WhenAll(asked), Is.All.EqualTo("acme"));
        Assert.That(reads, Is.EqualTo(1));
    }

    [Test]
    public async Task The_log_does_not_tell_the_key()
    {
        var authorize = new Invoke(Catalog.Build("authorize", _regions.Platform(Site.Primary)));
        await authorize.WithAsync(Event("Bearer acme.mistyped-s3cr3t"));

        Assert.That(authorize.Log, Does.Contain("Denied").And.Not.Contain("s3cr3t"));
    }

    private async Task<string> EffectAsync(string authorization) =>
        (await AskAsync(authorization))["policyDocument"]!["Statement"]![0]!["Effect"]!.GetValue<string>();

    private Task<JsonNode> AskAsync(string? authorization) =>
        new Invoke(Catalog.Build("authorize", _regions.Platform(Site.Primary))).WithAsync(Event(authorization));

    private static JsonObject Event(string? authorization) => new()
    {
        ["type"] = "REQUEST",
        ["methodArn"] = Method,
        ["headers"] = authorization is null ? null : new JsonObject { ["authorization"] = authorization },
    };

}
