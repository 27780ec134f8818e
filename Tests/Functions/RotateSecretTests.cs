using System.Text.Json.Nodes;
using PaymentDr.Aws;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Functions;

[TestFixture]
public sealed class RotateSecretTests
{
    private static readonly string[] Steps = ["createSecret", "setSecret", "testSecret", "finishSecret"];

    private TwoBooks _two = null!;
    private SecretStore _secrets = null!;

    [OneTimeSetUp]
    public async Task CreateBooks()
    {
        _two = await TwoBooks.CreateAsync();
        await _two.Function("migrate").WithAsync("{}");
        _secrets = new SecretStore(_two.Regions.Region(Site.Primary));
    }

    [OneTimeTearDown]
    public async Task RemoveBooks()
    {
        if (_two is not null)
        {
            await _two.DisposeAsync();
        }
    }

    [Test]
    public async Task The_idle_user_gets_a_password_and_takes_over_however_often_each_step_comes()
    {
        var before = await CurrentAsync();
        var version = Guid.NewGuid().ToString();

        foreach (var step in Steps)
        {
            await RotateAsync(step, version);
            await RotateAsync(step, version);
            Assert.That(await _two.Platform(Site.Primary).Books.EpochAsync(default), Is.EqualTo(Epoch.First), "the application is never locked out");
        }

        var after = await CurrentAsync();
        Assert.That((before.Username, after.Username), Is.EqualTo(("app_a", "app_b")).Or.EqualTo(("app_b", "app_a")));
        Assert.That(after.Password, Is.Not.EqualTo(before.Password));
        foreach (var step in Steps)
        {
            await RotateAsync(step, version);
        }

        Assert.That(await CurrentAsync(), Is.EqualTo(after), "a step that comes late undoes nothing");
        Assert.That(_two.Statements, Has.None.Contains(after.Password));
    }

    [Test]
    public async Task A_rotation_that_broke_off_is_followed_by_one_that_does_not()
    {
        var before = await CurrentAsync();
        await RotateAsync("createSecret", Guid.NewGuid().ToString());

        var version = Guid.NewGuid().ToString();
        foreach (var step in Steps)
        {
            await RotateAsync(step, version);
        }

        Assert.That((await CurrentAsync()).Username, Is.Not.EqualTo(before.Username));
        Assert.That(await _two.Platform(Site.Primary).Books.EpochAsync(default), Is.EqualTo(Epoch.First));
    }

    [Test]
    public async Task A_rotation_that_another_one_has_overtaken_does_not_finish()
    {
        var (overtaken, version) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        await RotateAsync("createSecret", overtaken);
        foreach (var step in Steps)
        {
            await RotateAsync(step, version);
        }

        var current = await CurrentAsync();
        Assert.That(async () => await RotateAsync("finishSecret", overtaken), Throws.InvalidOperationException.With.Message.Contains("not pending"));
        Assert.That(await CurrentAsync(), Is.EqualTo(current));
    }

    [Test]
    public async Task A_candidate_that_another_rotation_has_put_in_between_is_put_again()
    {
        var version = Guid.NewGuid().ToString();
        await RotateAsync("createSecret", version);
        await RotateAsync("setSecret", version);
        await RotateAsync("testSecret", version);
        await _secrets.PutAsync(_two.CandidateSecret, Guid.NewGuid().ToString(), new Login("books_admin", "of-another-rotation"), SecretStore.Current, default);

        await RotateAsync("testSecret", version);

        Assert.That((await _secrets.GetAsync(_two.CandidateSecret, default)).Username, Does.StartWith("app_"));
        await RotateAsync("finishSecret", version);
    }

    [Test]
    public async Task A_rotation_that_will_begin_later_is_tried_with_the_login_that_there_is_and_exchanges_nothing()
    {
        var (current, candidate) = (await CurrentAsync(), await _secrets.GetAsync(_two.CandidateSecret, default));
        var version = Guid.NewGuid().ToString();

        await RotateAsync("testSecret", version);

        Assert.That((await CurrentAsync(), await _secrets.GetAsync(_two.CandidateSecret, default)), Is.EqualTo((current, candidate)));
        Assert.That(async () => await RotateAsync("finishSecret", version), Throws.InvalidOperationException.With.Message.Contains("not pending"));
    }

    [Test]
    public async Task Secrets_that_are_not_rotated_and_unknown_steps_are_refused_with_those_that_there_are()
    {
        Assert.That(async () => await RotateAsync("createSecret", "v", "another"), Throws.InvalidOperationException.With.Message.Contains(_two.AppSecret));
        Assert.That(async () => await RotateAsync("stealSecret", "v"), Throws.Exception.With.Message.Contains("createSecret, setSecret, testSecret, finishSecret"));
        Assert.That((await CurrentAsync()).ToString(), Does.Not.Contain((await CurrentAsync()).Password));
    }

    private Task<Login> CurrentAsync() => _secrets.GetAsync(_two.AppSecret, default);

    private Task<JsonNode> RotateAsync(string step, string version, string? secret = null) => _two.Function("rotate-secret").WithAsync(
        new JsonObject { ["Step"] = step, ["SecretId"] = secret ?? _two.AppSecret, ["ClientRequestToken"] = version });
}
