using System.Text.Json.Nodes;
using System.Web;
using PaymentDr.Aws;
using PaymentDr.Functions;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Functions;

/// <summary>Rotations of both logins that break off at every call which changes something, before or after it took effect.</summary>
[TestFixture]
public sealed class RotationCrashTests
{
    private static readonly string[] Steps = ["createSecret", "setSecret", "testSecret", "finishSecret"];

    private TwoBooks _two = null!;
    private SecretStore _store = null!;
    private AwsProxy _secrets = null!;
    private AwsProxy _rds = null!;
    private AwsProxy _data = null!;

    [OneTimeSetUp]
    public async Task CreateBooks()
    {
        _two = await TwoBooks.CreateAsync();
        _store = new SecretStore(_two.Regions.Region(Site.Primary));
        (_secrets, _rds, _data) = (new AwsProxy(), new AwsProxy(), new AwsProxy(_two.Environment(Site.Primary)["AWS_ENDPOINT_URL_RDS_DATA"]));
        await _two.Function("migrate").WithAsync("{}");
        _two.Regions.Set("AWS_ENDPOINT_URL_SECRETSMANAGER", _secrets.Endpoint);
        _two.Regions.Set("AWS_ENDPOINT_URL_RDS", _rds.Endpoint);
        _two.Regions.Set("AWS_ENDPOINT_URL_RDS_DATA", _data.Endpoint);
    }

    [OneTimeTearDown]
    public async Task RemoveBooks()
    {
        foreach (var part in new IAsyncDisposable?[] { _secrets, _rds, _data, _two }.OfType<IAsyncDisposable>())
        {
            await part.DisposeAsync();
        }
    }

    [SetUp]
    public void LoseNothing()
    {
        foreach (var proxy in new[] { _secrets, _rds, _data })
        {
            proxy.LosesCall = proxy.LosesAnswer = _ => false;
        }

        _rds.Done = SetPassword;
    }

    [Test]
    public async Task The_admin_gets_another_password_however_often_each_step_comes()
    {
        var before = await CurrentAsync(_two.AdminSecret);
        var version = Guid.NewGuid().ToString();

        foreach (var step in Steps.SelectMany(step => new[] { step, step }).Concat(Steps))
        {
            await RotateAsync(step, version, _two.AdminSecret);
        }

        var after = await CurrentAsync(_two.AdminSecret);
        Assert.That(after.Username, Is.EqualTo(before.Username));
        Assert.That(after.Password, Is.Not.EqualTo(before.Password));
        Assert.That(await LogsInAsync(_two.AdminSecret), Is.EqualTo("books_admin"));
        Assert.That(_two.Statements, Has.None.Contains(after.Password));
    }

    [Test]
    public async Task A_crash_anywhere_is_made_up_for_by_the_step_that_comes_again(
        [Values("admin", "app")] string login,
        [Values("createSecret PutSecretValue", "setSecret", "testSecret PutSecretValue", "testSecret Execute", "finishSecret UpdateSecretVersionStage")] string crash,
        [Values] bool takesEffect)
    {
        var step = crash.Split(' ')[0];
        // The admin's password is set by RDS, the application's by the admin.
        var operation = crash != step ? crash.Split(' ')[1] : login == "admin" ? "ModifyDBCluster" : "Execute";
        var secret = login == "admin" ? _two.AdminSecret : _two.AppSecret;
        var (before, version) = (await CurrentAsync(secret), Guid.NewGuid().ToString());

        foreach (var each in Steps)
        {
            if (each == step)
            {
                Lose(operation, takesEffect);
                Assert.That(async () => await RotateAsync(each, version, secret), Throws.Exception);
                LoseNothing();
            }

            await RotateAsync(each, version, secret);
            Assert.That(await LogsInAsync(_two.AppSecret), Is.EqualTo((await CurrentAsync(_two.AppSecret)).Username), "the application is never locked out");
        }

        Assert.That((await CurrentAsync(secret)).Password, Is.Not.EqualTo(before.Password));
        Assert.That(await LogsInAsync(_two.AdminSecret), Is.EqualTo("books_admin"));
    }

    [TestCase("admin")]
    [TestCase("app")]
    public async Task A_rotation_that_broke_off_after_any_step_is_followed_by_one_that_does_not(string login)
    {
        var secret = login == "admin" ? _two.AdminSecret : _two.AppSecret;
        for (var done = 1; done < Steps.Length; done++)
        {
            var broken = Guid.NewGuid().ToString();
            foreach (var step in Steps[..done])
            {
                await RotateAsync(step, broken, secret);
            }

            var version = Guid.NewGuid().ToString();
            foreach (var step in Steps)
            {
                await RotateAsync(step, version, secret);
            }

            Assert.That(await LogsInAsync(_two.AdminSecret), Is.EqualTo("books_admin"), $"after {done}");
            Assert.That(await LogsInAsync(_two.AppSecret), Does.StartWith("app_"), $"after {done}");
        }
    }

    [Test]
    public async Task A_password_that_takes_effect_later_is_waited_for()
    {
        var version = Guid.NewGuid().ToString();
        await RotateAsync("createSecret", version, _two.AdminSecret);
        await RotateAsync("setSecret", version, _two.AdminSecret);
        var tries = 0;
        _data.LosesCall = _ => ++tries < 5;

        await RotateAsync("testSecret", version, _two.AdminSecret);
        await RotateAsync("finishSecret", version, _two.AdminSecret);

        Assert.That(tries, Is.EqualTo(5));
        Assert.That(await LogsInAsync(_two.AdminSecret), Is.EqualTo("books_admin"));
    }

    [Test]
    public async Task A_password_that_never_takes_effect_does_not_pass()
    {
        var version = Guid.NewGuid().ToString();
        _rds.Done = (_, _) => { };
        await RotateAsync("createSecret", version, _two.AdminSecret);
        await RotateAsync("setSecret", version, _two.AdminSecret);

        Assert.That(async () => await RotateAsync("testSecret", version, _two.AdminSecret), Throws.Exception);
        Assert.That(await LogsInAsync(_two.AdminSecret), Is.EqualTo("books_admin"), "the present one is still the valid one");
    }

    [Test]
    public async Task The_admin_s_password_is_set_where_the_writer_is()
    {
        await using var elsewhere = new AwsProxy { LosesCall = operation => operation == "ModifyDBCluster" };
        _two.Regions.Set("AWS_ENDPOINT_URL_RDS_US_WEST_2", elsewhere.Endpoint);
        var (writer, done) = (new Writer(_two.Platform(Site.Secondary)), new List<string>());
        _rds.Done = (operation, _) => done.Add(operation);

        await writer.SetAdminPasswordAsync(await writer.FindAsync(default), "unused-unused", default);

        Assert.That(done, Is.EqualTo(new[] { "ModifyDBCluster" }));
    }

    private void Lose(string operation, bool takesEffect)
    {
        foreach (var proxy in new[] { _secrets, _rds, _data })
        {
            if (takesEffect)
            {
                proxy.LosesAnswer = each => each == operation;
            }
            else
            {
                proxy.LosesCall = each => each == operation;
            }
        }
    }

    /// <summary>What RDS does in a while, and moto never.</summary>
    private void SetPassword(string operation, string body)
    {
        if (operation == "ModifyDBCluster")
        {
            _two.Server.Query($"alter role books_admin password '{HttpUtility.ParseQueryString(body)["MasterUserPassword"]}'");
        }
    }

    private Task<Login> CurrentAsync(string secret) => _store.GetAsync(secret, default);

    private async Task<string?> LogsInAsync(string secret)
    {
        var writer = new Writer(_two.Platform(Site.Primary));
        var database = writer.Open(await writer.FindAsync(default), secret);
        return (await database.ExecuteAsync("select cast(current_user as text)", [], default))[0][0].StringValue;
    }

    private Task<JsonNode> RotateAsync(string step, string version, string secret) => _two.Function("rotate-secret", clock: new HastyClock()).WithAsync(
        new JsonObject { ["Step"] = step, ["SecretId"] = secret, ["ClientRequestToken"] = version });
}
