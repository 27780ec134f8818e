using System.Text.Json.Nodes;
using PaymentDr.Aws;
using PaymentDr.Commands;
using PaymentDr.Functions;
using PaymentDr.Hosting;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Functions;

/// <summary>The administration of keys, and the doors that they open, in two regions.</summary>
[TestFixture]
public sealed class KeysTests
{
    private static readonly Site[] Sites = [Site.Primary, Site.Secondary];

    private static int _number;

    private readonly SetClock _clock = new(Payloads.Noon);

    /// <summary>An environment of its own for each test: its parameters are nobody else's.</summary>
    private string _suffix = "";
    private Dictionary<string, string?> _environment = [];

    private string KeysPath => $"/payment-dr/{_suffix}/keys";

    [SetUp]
    public void CreateEnvironment()
    {
        _suffix = $"keys-{Interlocked.Increment(ref _number)}";
        _environment = new() { ["ENVIRONMENT_SUFFIX"] = _suffix, ["AWS_ENDPOINT_URL"] = FunctionsSetup.Emulator.Endpoint };
    }

    [Test]
    public async Task A_key_opens_both_doors_from_when_it_is_added_until_it_is_revoked()
    {
        var doors = Sites.Select(Door).ToArray();
        var added = await RunAsync("keys", "add", "acme");
        var key = added.Split('\n')[0];

        Assert.That(key, Does.Match(@"^acme\.[A-Za-z0-9_-]{43}$"));
        Assert.That(added, Does.Contain("us-east-1 and us-west-2 have its hash").And.Contain(IdOf(key)));
        Assert.That(added.Split(key), Has.Length.EqualTo(2), "once");
        Assert.That(await EffectsAsync(doors, key), Is.All.EqualTo("Allow"));

        Assert.That(await RunAsync("keys", "revoke", "acme", IdOf(key)), Does.Contain("is revoked: us-east-1 and us-west-2 do not have its hash"));
        Assert.That(await EffectsAsync(doors, key), Is.All.EqualTo("Allow"), "what a door has read serves a minute");
        _clock.Now += TimeSpan.FromMinutes(1);
        Assert.That(await EffectsAsync(doors, key), Is.All.EqualTo("Deny"));
        Assert.That(await HashesAsync(), Is.All.EqualTo(","), "no key, in words that doors understand");
        Assert.That((await RunAsync("keys", "list")).Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(1), "who has no key is not listed");

        var next = await AddAsync("acme");
        Assert.That(await HashesAsync(), Is.All.EqualTo(ApiKeys.HashOf(next)));
    }

    [Test]
    public async Task Keys_are_exchanged_one_by_one_and_listed_with_where_they_are()
    {
        var first = await AddAsync("acme");
        var second = await AddAsync("acme");
        var other = await AddAsync("globex");
        await PutAsync(Site.Secondary, "acme", $"{ApiKeys.HashOf(second)}");

        var lines = (await RunAsync("keys", "list")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Words).ToArray();

        Assert.That(lines[0], Is.EqualTo("merchant key id us-east-1 us-west-2"));
        Assert.That(lines.Skip(1), Is.EquivalentTo(new[]
        {
            $"acme {IdOf(first)} yes no", $"acme {IdOf(second)} yes yes", $"globex {IdOf(other)} yes yes",
        }));
        Assert.That((await RunAsync("keys", "list", "globex")).Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(2));

        await RunAsync("keys", "revoke", "acme", ApiKeys.HashOf(first).ToUpperInvariant());
        Assert.That(await HashesAsync(), Is.All.EqualTo(ApiKeys.HashOf(second)));
    }

    [Test]
    public async Task A_hash_is_kept_under_each_regions_own_key()
    {
        var written = new List<JsonNode>();
        await using var proxy = new AwsProxy { Done = (operation, body) => Remember(operation, body, written) };
        _environment["AWS_ENDPOINT_URL"] = proxy.Endpoint;
        await AddAsync("acme");
        await AddAsync("acme");

        Assert.That(
            written.Select(put => $"{put["Name"]} {put["Type"]} {put["KeyId"]}").Distinct(),
            Is.EquivalentTo(new[] { "primary", "secondary" }.Select(role => $"{KeysPath}/acme SecureString alias/key-data-{role}-{_suffix}")));
        Assert.That(written, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task Where_a_region_cannot_be_asked_no_key_is_added()
    {
        _environment["AWS_ENDPOINT_URL_SSM_US_WEST_2"] = TwoRegions.Nowhere;

        var (output, problem) = await FailAsync("keys", "add", "acme");

        Assert.That(output, Is.Empty);
        Assert.That(problem, Does.Contain("nothing was changed").And.Contain("us-west-2: ").And.Not.Contain("us-east-1"));
        Assert.That(await HashesAsync(), Is.EqualTo(new[] { "", "" }));
    }

    [Test]
    public async Task Where_a_region_takes_no_key_the_other_gives_it_back()
    {
        await using var proxy = new AwsProxy { LosesCall = operation => operation == "PutParameter" };
        _environment["AWS_ENDPOINT_URL_SSM_US_WEST_2"] = proxy.Endpoint;

        var (output, problem) = await FailAsync("keys", "add", "acme");

        Assert.That(output, Is.Empty);
        Assert.That(problem, Does.Contain("As far as they have answered no region holds anything of it").And.Match("'keys list acme' shows [0-9a-f]{12} later").And.Contain("us-west-2: LostException"));
        Assert.That(await HashesAsync(), Is.EqualTo(new[] { ",", "" }));
    }

    [Test]
    public async Task What_could_not_be_taken_back_is_named_and_can_be_removed()
    {
        var asked = 0;
        await using var proxy = new AwsProxy { LosesAnswer = operation => operation == "PutParameter", LosesCall = operation => operation == "GetParameter" && ++asked > 2 };
        _environment["AWS_ENDPOINT_URL_SSM_US_WEST_2"] = proxy.Endpoint;

        var (output, problem) = await FailAsync("keys", "add", "acme");
        var left = (await HashesAsync())[1];

        Assert.That(output, Is.Empty);
        Assert.That(left, Is.Not.Empty);
        Assert.That(problem, Does.Contain($"us-west-2 may hold the hash of one that nobody has: 'keys revoke acme {left[..12]}' removes it"));

        _environment.Remove("AWS_ENDPOINT_URL_SSM_US_WEST_2");
        await RunAsync("keys", "revoke", "acme", left[..12]);
        Assert.That(await HashesAsync(), Is.All.EqualTo(","));
    }

    [Test]
    public async Task A_region_that_cannot_be_asked_is_named_until_it_has_lost_the_key_too()
    {
        var key = await AddAsync("acme");
        _environment["AWS_ENDPOINT_URL_SSM_US_WEST_2"] = TwoRegions.Nowhere;

        var (output, problem) = await FailAsync("keys", "revoke", "acme", IdOf(key));

        Assert.That(output, Is.Empty);
        Assert.That(problem, Does.Contain("NOT revoked everywhere").And.Contain("us-west-2: ").And.Not.Contain("us-east-1"));
        Assert.That(await HashesAsync(), Is.EqualTo(new[] { ",", ApiKeys.HashOf(key) }), "where one can ask it is gone");

        Assert.That((await FailAsync("keys", "revoke", "acme", IdOf(key))).Problem, Does.Contain("where one can ask there is no key").And.Contain("us-west-2: "));
        var (list, incomplete) = await FailAsync("keys", "list");
        Assert.That((list.Contains("us-west-2", StringComparison.Ordinal), incomplete.Contains("not complete", StringComparison.Ordinal)), Is.EqualTo((true, true)));

        _environment.Remove("AWS_ENDPOINT_URL_SSM_US_WEST_2");
        Assert.That(await RunAsync("keys", "revoke", "acme", IdOf(key)), Does.Contain("is revoked"));
        Assert.That(await HashesAsync(), Is.All.EqualTo(","));
        Assert.That((await FailAsync("keys", "revoke", "acme", IdOf(key))).Problem, Does.Contain("neither region has a key"));
    }

    [Test]
    public async Task An_id_of_two_keys_revokes_none()
    {
        await PutAsync(Site.Primary, "acme", "aaaaaa01,aaaaaa02");

        Assert.That((await FailAsync("keys", "revoke", "acme", "aaaaaa")).Problem, Does.Contain("begins 2 keys of acme: aaaaaa01, aaaaaa02"));
        Assert.That((await HashesAsync())[0], Is.EqualTo("aaaaaa01,aaaaaa02"));
    }

    [Test]
    public async Task There_is_a_most_of_keys()
    {
        await PutAsync(Site.Secondary, "acme", string.Join(',', Enumerable.Range(100000, 10)));

        Assert.That((await FailAsync("keys", "add", "acme")).Problem, Does.Contain("has 10 keys, which is the most"));
    }

    [Test]
    public async Task What_another_adds_at_the_same_moment_stays()
    {
        await AddAsync("acme");
        var (others, held) = (ApiKeys.HashOf("acme.others"), (await HashesAsync())[0]);

        var key = await WithAnotherAsync($"{held},{others}", () => AddAsync("acme"));

        Assert.That((await HashesAsync()).Select(Sorted), Is.All.EqualTo(Sorted($"{held},{others},{ApiKeys.HashOf(key)}")).Or.EqualTo(Sorted($"{held},{ApiKeys.HashOf(key)}")));
        Assert.That((await HashesAsync())[0], Does.Contain(others));
    }

    [Test]
    public async Task What_another_revokes_at_the_same_moment_stays_revoked()
    {
        var (first, second) = (await AddAsync("acme"), await AddAsync("acme"));

        var third = await WithAnotherAsync(ApiKeys.HashOf(second), () => AddAsync("acme"));

        Assert.That(Sorted((await HashesAsync())[0]), Is.EqualTo(Sorted($"{ApiKeys.HashOf(second)},{ApiKeys.HashOf(third)}")));
        Assert.That((await HashesAsync())[0], Does.Not.Contain(ApiKeys.HashOf(first)));
    }

    [Test]
    public async Task What_another_deletes_at_the_same_moment_stays_deleted()
    {
        var first = await AddAsync("acme");

        var second = await WithAnotherAsync(null, () => AddAsync("acme"));

        Assert.That((await HashesAsync())[0], Is.EqualTo(ApiKeys.HashOf(second)).And.Not.Contain(ApiKeys.HashOf(first)));
    }

    [Test]
    public async Task What_another_adds_while_the_last_key_is_revoked_stays()
    {
        var (last, others) = (await AddAsync("acme"), ApiKeys.HashOf("acme.others"));

        await WithAnotherAsync($"{ApiKeys.HashOf(last)},{others}", () => RunAsync("keys", "revoke", "acme", IdOf(last)));

        Assert.That((await HashesAsync())[0], Is.EqualTo(others));
    }

    /// <summary>In the primary's region another administrator's value comes between the reading and the writing of what is done.</summary>
    private async Task<T> WithAnotherAsync<T>(string? value, Func<Task<T>> act)
    {
        var asked = 0;
        await using var proxy = new AwsProxy
        {
            // The first reading says only how many keys there are.
            Done = (operation, _) => (operation == "GetParameter" && ++asked == 2 ? PutAsync(Site.Primary, "acme", value) : Task.CompletedTask).GetAwaiter().GetResult(),
        };
        _environment["AWS_ENDPOINT_URL_SSM_US_EAST_1"] = proxy.Endpoint;
        try
        {
            return await act();
        }
        finally
        {
            _environment.Remove("AWS_ENDPOINT_URL_SSM_US_EAST_1");
        }
    }

    private async Task<string> AddAsync(string merchant) => (await RunAsync("keys", "add", merchant)).Split('\n')[0];

    private async Task<string> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        await CommandLine.RunAsync(arguments, Repository.Root, _environment, output);
        return output.ToString();
    }

    private async Task<(string Output, string Problem)> FailAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var exception = Assert.ThrowsAsync<CommandException>(() => CommandLine.RunAsync(arguments, Repository.Root, _environment, output))!;
        return (output.ToString(), exception.Message);
    }

    /// <summary>Of acme, in each region; empty where there is no parameter.</summary>
    private async Task<string[]> HashesAsync() =>
        [.. await Task.WhenAll(Sites.Select(async site => await new ParameterStore(Region(site)).FindAsync($"{KeysPath}/acme", default) ?? ""))];

    private async Task PutAsync(Site site, string merchant, string? value)
    {
        var ssm = new JsonService(Region(site).Service("ssm"), "AmazonSSM", "1.1");
        await (value is null
            ? ssm.CallAsync("DeleteParameter", new() { ["Name"] = $"{KeysPath}/{merchant}" }, default)
            : ssm.CallAsync("PutParameter", new() { ["Name"] = $"{KeysPath}/{merchant}", ["Value"] = value, ["Type"] = "SecureString", ["Overwrite"] = true }, default));
    }

    private static AwsRegion Region(Site site) => new(TwoRegions.NameOf(site), new Endpoints(name => name == "AWS_ENDPOINT_URL" ? FunctionsSetup.Emulator.Endpoint : null));

    private Invoke Door(Site site)
    {
        var variables = new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL"] = FunctionsSetup.Emulator.Endpoint,
            ["AWS_REGION"] = TwoRegions.NameOf(site),
            ["KEYS_PATH"] = KeysPath,
        };
        return new(Catalog.Build("authorize", new Platform(new Variables(variables.GetValueOrDefault), _clock)));
    }

    private static async Task<string[]> EffectsAsync(Invoke[] doors, string key)
    {
        var question = new JsonObject
        {
            ["methodArn"] = "arn:aws:execute-api:us-east-1:123456789012:api/live/POST/payments",
            ["headers"] = new JsonObject { ["Authorization"] = $"Bearer {key}" },
        }.ToJsonString();
        var answers = await Task.WhenAll(doors.Select(door => door.WithAsync(question)));
        return [.. answers.Select(answer => answer["policyDocument"]!["Statement"]![0]!["Effect"]!.GetValue<string>())];
    }

    private static void Remember(string operation, string body, List<JsonNode> written)
    {
        if (operation == "PutParameter")
        {
            lock (written)
            {
                written.Add(JsonNode.Parse(body)!);
            }
        }
    }

    private static string IdOf(string key) => ApiKeys.HashOf(key)[..12];

    private static string Words(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Sorted(string hashes) => string.Join(',', hashes.Split(',').Order());
}
