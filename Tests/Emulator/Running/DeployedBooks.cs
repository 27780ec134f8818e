using System.Net;
using System.Text.Json.Nodes;
using PaymentDr.Aws;
using PaymentDr.Tests.Postgres;

namespace PaymentDr.Tests.Emulator;

/// <summary>
/// What stands behind deployed clusters: a real PostgreSQL for those that write, and its streaming standby for those that follow. The emulator
/// tells of each cluster, and of the first user and the password that it was given: no other login is known but what functions make.
/// </summary>
internal sealed class DeployedBooks : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LoopbackHttp _http;
    private readonly DataApi _api;
    private readonly Lock _lock = new();

    private DeployedBooks()
    {
        Writer = PostgresServer.Init(_folder.Path);
        Writer.Start();
        Follower = Writer.Clone();
        Follower.Start();
        _api = new DataApi(FindLoginAsync);
        _http = new LoopbackHttp(HearAsync);
    }

    public PostgresServer Writer { get; }

    public PostgresServer Follower { get; }

    /// <summary>Where the emulator tells of clusters.</summary>
    public string Endpoint => _http.Endpoint;

    public string DataApi => _api.Endpoint;

    /// <summary>Where secrets are.</summary>
    public string Emulator { get; set; } = "";

    public static DeployedBooks Start() => new();

    /// <summary>How often a payment was posted, past all functions: two are one debit and one credit.</summary>
    public long Postings(string payment) => (long)Writer.Query($"select count(*) from posting where payment = '{payment}'", GlobalDatabase.DatabaseName)!;

    public async ValueTask DisposeAsync()
    {
        await _http.DisposeAsync();
        await _api.DisposeAsync();
        Follower.Dispose();
        Writer.Dispose();
        _folder.Dispose();
    }

    private async Task HearAsync(HttpListenerContext context, CancellationToken stop)
    {
        var cluster = (await JsonNode.ParseAsync(context.Request.InputStream, cancellationToken: stop))!;
        lock (_lock)
        {
            _api.AddCluster(cluster["arn"]!.GetValue<string>(), cluster["follows"]!.GetValue<bool>() ? Follower : Writer);
            SetPassword((string?)cluster["user"], (string?)cluster["password"]);
            CreateDatabase((string?)cluster["database"]);
        }

        await LoopbackHttp.SendAsync(context.Response, 200, ReadOnlyMemory<byte>.Empty);
    }

    private void SetPassword(string? user, string? password)
    {
        if (user is null || password is null)
        {
            return;
        }

        if (Writer.Query($"select 1 from pg_roles where rolname = '{user}'") is null)
        {
            Writer.Query($"create role {user} superuser login");
        }

        Writer.Query($"alter role {user} password '{password}'");
    }

    private void CreateDatabase(string? name)
    {
        if (name is not null && Writer.Query($"select 1 from pg_database where datname = '{name}'") is null)
        {
            Writer.Query($"create database {name}");
        }
    }

    private async Task<(string User, string Password)?> FindLoginAsync(string secret)
    {
        var region = new AwsRegion(secret.Split(':')[3], new Endpoints(name => name == "AWS_ENDPOINT_URL" ? Emulator : null));
        return await new SecretStore(region).FindAsync(secret, SecretStore.Current, version: null, default) is { } login ? (login.Username, login.Password) : null;
    }
}
