using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;

namespace PaymentDr.Tests.Removal;

/// <summary>What a global database and the parameters of keys look like to who removes them, with time between what is asked for and what is done.</summary>
internal sealed class FakeControlPlane : IAsyncDisposable
{
    private const string Database = "database-books-dev";

    private readonly LoopbackHttp _http;
    private readonly Lock _lock = new();
    private Action? _next;
    private int _looks;

    public FakeControlPlane() => _http = new LoopbackHttp(AnswerAsync);

    public string Endpoint => _http.Endpoint;

    /// <summary>What was asked for and changes something, as "{region} {operation} {cluster}".</summary>
    public List<string> Changes { get; } = [];

    /// <summary>By ARN, whether it writes; null where there is no database.</summary>
    public Dictionary<string, bool>? Members { get; set; } = [];

    public string Status { get; set; } = "available";

    public bool IsProtected { get; set; }

    /// <summary>How often one looks until what was asked for is done.</summary>
    public int LooksUntilDone { get; set; }

    /// <summary>A region and an operation that are refused, and by which code.</summary>
    public Func<string, string, string?> Refusal { get; set; } = (_, _) => null;

    /// <summary>Whether what is refused is done all the same: its first answer was lost.</summary>
    public bool IsDoneAllTheSame { get; set; }

    /// <summary>Of a region that does not know what happened meanwhile.</summary>
    public Func<string, Dictionary<string, bool>?>? View { get; set; }

    /// <summary>Merchants who have some, by region.</summary>
    public Dictionary<string, List<string>> Keys { get; } = new() { ["us-east-1"] = [], ["us-west-2"] = [] };

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    private async Task AnswerAsync(HttpListenerContext context, CancellationToken stop)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        var body = await reader.ReadToEndAsync(stop);
        // Credential=test/{day}/{region}/{service}/aws4_request
        var region = context.Request.Headers["Authorization"]!.Split('/')[2];
        var form = HttpUtility.ParseQueryString(body);
        var operation = context.Request.Headers["X-Amz-Target"]?.Split('.')[^1] ?? form["Action"]!;
        string? answer;
        lock (_lock)
        {
            var refusal = Refusal(region, operation);
            answer = refusal is null || IsDoneAllTheSame ? Do(region, operation, form["TargetDbClusterIdentifier"] ?? form["DbClusterIdentifier"], body) : null;
            if (refusal is not null || answer is null)
            {
                answer = null;
                operation = refusal ?? "GlobalClusterNotFoundFault";
            }
        }

        var (status, text) = answer is null ? (400, $"<ErrorResponse><Error><Code>{operation}</Code><Message>refused</Message></Error></ErrorResponse>") : (200, answer);
        await LoopbackHttp.SendAsync(context.Response, status, Encoding.UTF8.GetBytes(text));
    }

    /// <returns>Null where there is no database.</returns>
    private string? Do(string region, string operation, string? cluster, string body)
    {
        switch (operation)
        {
            case "DescribeGlobalClusters":
                return Describe(region);
            case "DescribeDBClusters":
                return "<R><DBClusters><DBCluster><DBClusterIdentifier>cluster-books-primary-dev</DBClusterIdentifier><Status>available</Status></DBCluster></DBClusters></R>";
            case "SwitchoverGlobalCluster":
                Ask(region, operation, cluster!, () => Members = Members!.ToDictionary(member => member.Key, member => member.Key == cluster));
                return "<R/>";
            case "RemoveFromGlobalCluster":
                Ask(region, operation, cluster!, () => Members!.Remove(cluster!));
                return "<R/>";
            case "GetParametersByPath":
                return Page(region, JsonNode.Parse(body)!);
            case "DeleteParameters":
                return Delete(region, JsonNode.Parse(body)!["Names"]!.AsArray());
            default:
                throw new InvalidOperationException($"{operation} is not expected.");
        }
    }

    private void Ask(string region, string operation, string cluster, Action done)
    {
        Changes.Add($"{region} {operation} {cluster.Split(':')[^1]}");
        (_next, _looks) = (done, LooksUntilDone);
    }

    private string? Describe(string region)
    {
        if (_next is not null && _looks-- <= 0)
        {
            _next();
            _next = null;
        }

        return (View is null ? Members : View(region)) is not { } members ? null : $"""
            <R><GlobalClusters><GlobalClusterMember>
              <GlobalClusterIdentifier>{Database}</GlobalClusterIdentifier>
              <Status>{(_next is null ? Status : "switching-over")}</Status>
              <DeletionProtection>{(IsProtected ? "true" : "false")}</DeletionProtection>
              <GlobalClusterMembers>{string.Concat(members.Select(member => $"""
                <GlobalClusterMember><DBClusterArn>{member.Key}</DBClusterArn><IsWriter>{(member.Value ? "true" : "false")}</IsWriter></GlobalClusterMember>
                """))}</GlobalClusterMembers>
            </GlobalClusterMember></GlobalClusters></R>
            """;
    }

    /// <summary>Two at a time; what is decrypted is not asked for, because the key may be gone.</summary>
    private string Page(string region, JsonNode asked)
    {
        const int Size = 2;
        Assert.That((bool)asked["WithDecryption"]!, Is.False);
        var first = int.Parse((string?)asked["NextToken"] ?? "0", null);
        var page = new JsonObject
        {
            ["Parameters"] = new JsonArray([.. Keys[region].Skip(first).Take(Size).Select(name => (JsonNode)new JsonObject { ["Name"] = $"{asked["Path"]}/{name}" })]),
        };
        if (first + Size < Keys[region].Count)
        {
            page["NextToken"] = $"{first + Size}";
        }

        return page.ToJsonString();
    }

    private string Delete(string region, JsonArray names)
    {
        Assert.That(names, Has.Count.InRange(1, 10));
        Changes.Add($"{region} DeleteParameters {names.Count}");
        Keys[region].RemoveAll(name => names.Any(path => (string?)path == $"/payment-dr/dev/keys/{name}"));
        return "{}";
    }
}
