using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NUnit.Framework.Constraints;

namespace PaymentDr.Tests.Postgres;

/// <summary>What tests rely on of the Data API that they are given, over HTTP alone.</summary>
[TestFixture]
public sealed class DataApiTests
{
    private const string Cluster = "arn:of:the:cluster";
    private const string Login = "arn:of:the:login";
    private const string WrongLogin = "arn:of:a:wrong:login";

    private readonly HttpClient _http = new();
    private TemporaryFolder _folder = null!;
    private PostgresServer _server = null!;
    private DataApi _api = null!;

    [OneTimeSetUp]
    public void StartServer()
    {
        if (PostgresServer.FindObstacle() is { } reason)
        {
            ExternalTool.Missing(reason);
        }

        _folder = new TemporaryFolder();
        _server = PostgresServer.Init(_folder.Path);
        _server.Start();
        _server.Query("create role payer login password 'of the payer'");
        _server.Query("create table book (id bigint primary key, text varchar)");
        _server.Query("grant all on book to payer");
    }

    [OneTimeTearDown]
    public void RemoveServer()
    {
        _http.Dispose();
        _server?.Dispose();
        _folder?.Dispose();
    }

    [SetUp]
    public void StartApi()
    {
        _server.Query("truncate book");
        _api = Start();
    }

    [TearDown]
    public async Task StopApi() => await _api.DisposeAsync();

    [Test]
    public async Task Values_go_in_and_come_out_by_their_type()
    {
        var answer = await ExecuteAsync(
            """
            select :text, :long, :flag, :half, :nothing::text, :id, 1::smallint, 1.50::numeric,
                   timestamptz '2026-01-02 03:04:05.678+00', '{"a": 1}'::jsonb, current_user::text
            """,
            """
            [{"name": "text", "value": {"stringValue": "it's; é"}}, {"name": "long", "value": {"longValue": 9007199254740993}},
             {"name": "flag", "value": {"booleanValue": true}}, {"name": "half", "value": {"doubleValue": 0.5}},
             {"name": "nothing", "value": {"isNull": true}},
             {"name": "id", "value": {"stringValue": "7D4BE3C4-0000-0000-0000-000000000001"}, "typeHint": "UUID"}]
            """);

        Assert.That(answer.Body["records"]![0]!.ToJsonString(), Is.EqualTo(JsonNode.Parse("""
            [{"stringValue": "it's; é"}, {"longValue": 9007199254740993}, {"booleanValue": true}, {"doubleValue": 0.5}, {"isNull": true},
             {"stringValue": "7d4be3c4-0000-0000-0000-000000000001"}, {"longValue": 1}, {"stringValue": "1.50"},
             {"stringValue": "2026-01-02 03:04:05.678"}, {"stringValue": "{\"a\": 1}"}, {"stringValue": "payer"}]
            """)!.ToJsonString()));
    }

    [Test]
    public async Task A_string_is_no_number_without_a_cast()
    {
        const string Parameters = """[{"name": "id", "value": {"stringValue": "1"}}]""";

        Assert.That(await ExecuteAsync("insert into book (id) values (:id)", Parameters), IsRefused("DatabaseErrorException", "SQLState: 42804"));
        var answer = await ExecuteAsync("insert into book (id) values (:id::bigint)", Parameters);
        Assert.That(answer.Body["numberOfRecordsUpdated"]!.GetValue<int>(), Is.EqualTo(1));
    }

    [Test]
    public async Task An_error_of_the_database_says_its_state()
    {
        await ExecuteAsync("insert into book values (1, 'one')");
        var twice = await ExecuteAsync("insert into book values (1, 'two')");

        Assert.That(twice, IsRefused("DatabaseErrorException", "ERROR: duplicate key .*SQLState: 23505$"));
        Assert.That(_api.Statements, Is.EqualTo(new[] { "insert into book values (1, 'one')", "insert into book values (1, 'two')" }));
    }

    [TestCase(Cluster, WrongLogin, "BadRequestException", "password authentication failed")]
    [TestCase(Cluster, "arn:of:no:login", "SecretsErrorException", "arn:of:no:login")]
    [TestCase("arn:of:no:cluster", Login, "BadRequestException", "arn:of:no:cluster")]
    public async Task Who_cannot_log_in_is_refused(string cluster, string login, string type, string message)
    {
        var call = Call(("resourceArn", cluster), ("secretArn", login), ("sql", "select 1"));

        Assert.That(await CallAsync("Execute", call), IsRefused(type, message));
    }

    [Test]
    public async Task Only_one_statement_is_run_by_a_call()
    {
        Assert.That(await ExecuteAsync("delete from book; select 1"), IsRefused("ValidationException", "Multistatements aren't supported."));
        Assert.That(await ExecuteAsync("do $$ begin perform 1; perform ';'; end $$; -- ; at the end"), IsAnswered());
    }

    [Test]
    public async Task A_transaction_is_seen_by_others_when_it_is_committed()
    {
        var kept = await BeginAsync();
        await ExecuteAsync("insert into book values (1)", transaction: kept);
        Assert.That((await CountAsync(kept), await CountAsync()), Is.EqualTo((1, 0)));

        Assert.That((await EndAsync("Commit", kept)).Body["transactionStatus"]!.GetValue<string>(), Is.EqualTo("Transaction Committed"));
        Assert.That(await CountAsync(), Is.EqualTo(1));
        Assert.That(await EndAsync("Commit", kept), IsRefused("TransactionNotFoundException", kept));
    }

    [Test]
    public async Task A_transaction_that_is_not_committed_leaves_nothing()
    {
        var rolledBack = await BeginAsync();
        await ExecuteAsync("insert into book values (1)", transaction: rolledBack);
        Assert.That(await EndAsync("Rollback", rolledBack), IsAnswered());

        var forgotten = await BeginAsync();
        await ExecuteAsync("insert into book values (2)", transaction: forgotten);
        await _api.DisposeAsync();

        // It would wait for the row that is forgotten.
        Assert.That(_server.Query("insert into book values (2); select count(*) from book"), Is.EqualTo(1));
        _api = Start();
    }

    [Test]
    public async Task A_large_answer_is_refused()
    {
        Assert.That(await ExecuteAsync("select repeat('x', 1000000)"), IsAnswered());
        Assert.That(await ExecuteAsync("select repeat('x', 1048576)"), IsRefused("BadRequestException", "allowed response size limit"));
    }

    [Test]
    public async Task A_long_call_is_ended_unless_it_asks_to_go_on()
    {
        await using var hasty = Start(TimeSpan.FromMilliseconds(200));
        const string Slow = "with slow as (select pg_sleep(0.4)) insert into book select 1 from slow";

        Assert.That(await ExecuteAsync(Slow, api: hasty), IsRefused("StatementTimeoutException", "timed out"));
        await Task.Delay(300);
        Assert.That(await CountAsync(), Is.Zero);

        var goesOn = Call(("sql", Slow), ("continueAfterTimeout", true));
        Assert.That(await CallAsync("Execute", goesOn, hasty), IsRefused("StatementTimeoutException", "timed out"));
        Assert.That(() => CountAsync(), Is.EqualTo(1).After(5000, 50));
    }

    [Test]
    public async Task A_frozen_server_answers_nothing_until_it_thaws()
    {
        await using var hasty = Start(TimeSpan.FromMilliseconds(200));
        _server.Freeze();
        try
        {
            Assert.That(await ExecuteAsync("select 1", api: hasty), IsRefused("StatementTimeoutException", "timed out"));
        }
        finally
        {
            _server.Thaw();
        }

        Assert.That(await ExecuteAsync("select 1", api: hasty), IsAnswered());
    }

    [Test]
    public async Task A_standby_refuses_until_it_is_promoted_and_has_the_rows_then()
    {
        using var standby = _server.Clone();
        standby.Start();
        await ExecuteAsync("insert into book values (1)");
        standby.CatchUpWith(_server);
        _api.AddCluster(Cluster, standby);

        Assert.That(standby.IsStandby);
        Assert.That(await ExecuteAsync("select 1"), IsRefused("InvalidResourceStateException", "no writer"));

        standby.Promote();
        Assert.That(standby.IsStandby, Is.False);
        Assert.That(await CountAsync(), Is.EqualTo(1));
        Assert.That(await ExecuteAsync("insert into book values (2)"), IsAnswered());
    }

    [Test]
    public async Task A_crashed_server_is_unavailable_until_it_starts_again()
    {
        await ExecuteAsync("insert into book values (1)");
        var open = await BeginAsync();
        await ExecuteAsync("insert into book values (2)", transaction: open);
        _server.Crash();

        Assert.That(await ExecuteAsync("select 1", transaction: open), IsRefused("DatabaseUnavailableException", ""));
        Assert.That(await ExecuteAsync("select 1"), IsRefused("DatabaseUnavailableException", ""));
        Assert.That((await ExecuteAsync("select 1")).Status, Is.EqualTo(504));

        _server.Start();
        Assert.That(await CountAsync(), Is.EqualTo(1));
    }

    private static Constraint IsAnswered() => Has.Property(nameof(Answer.Status)).EqualTo(200);

    private static Constraint IsRefused(string type, string message) =>
        Has.Property(nameof(Answer.ErrorType)).EqualTo(type).And.Property(nameof(Answer.Message)).Match($"(?s){message}");

    private static Task<(string User, string Password)?> SecretAsync(string arn) => Task.FromResult<(string, string)?>(arn switch
    {
        Login => ("payer", "of the payer"),
        WrongLogin => ("payer", "of somebody else"),
        _ => null,
    });

    private static JsonObject Call(params (string Name, JsonNode? Value)[] members)
    {
        var call = new JsonObject { ["resourceArn"] = Cluster, ["secretArn"] = Login, ["database"] = "postgres" };
        foreach (var (name, value) in members)
        {
            call[name] = value;
        }

        return call;
    }

    private DataApi Start(TimeSpan? longestCall = null)
    {
        var api = new DataApi(SecretAsync, longestCall);
        api.AddCluster(Cluster, _server);
        return api;
    }

    private Task<Answer> ExecuteAsync(string sql, string parameters = "[]", string? transaction = null, DataApi? api = null) =>
        CallAsync("Execute", Call(("sql", sql), ("parameters", JsonNode.Parse(parameters)), ("transactionId", transaction)), api);

    private async Task<int> CountAsync(string? transaction = null) =>
        (await ExecuteAsync("select count(*) from book", transaction: transaction)).Body["records"]![0]![0]!["longValue"]!.GetValue<int>();

    private async Task<string> BeginAsync() => (await CallAsync("BeginTransaction", Call())).Body["transactionId"]!.GetValue<string>();

    private Task<Answer> EndAsync(string how, string transaction) => CallAsync($"{how}Transaction", new JsonObject
    {
        ["resourceArn"] = Cluster,
        ["secretArn"] = Login,
        ["transactionId"] = transaction,
    });

    private async Task<Answer> CallAsync(string operation, JsonObject call, DataApi? api = null)
    {
        using var response = await _http.PostAsJsonAsync($"{(api ?? _api).Endpoint}/{operation}", call);
        var type = response.Headers.TryGetValues("x-amzn-ErrorType", out var types) ? types.Single() : null;
        return new((int)response.StatusCode, type, (await response.Content.ReadFromJsonAsync<JsonObject>())!);
    }

    private sealed record Answer(int Status, string? ErrorType, JsonObject Body)
    {
        public string? Message => Body["message"]?.GetValue<string>();

        public override string ToString() => $"{Status} {ErrorType} {Body.ToJsonString()}";
    }
}
