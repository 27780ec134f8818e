using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using PaymentDr.Aws;

namespace PaymentDr.Tests.Emulator;

/// <summary>
/// The names of doors, as addresses on this machine: a region's own name leads to it, and a name that customers use to where the switch does, which
/// Route 53 would be told of a minute later. Behind each stands the deployed API: the service answers the same, and has its own tests.
/// </summary>
internal sealed partial class DeployedNames : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, LoopbackHttp> _doors = new();
    private readonly ConcurrentDictionary<string, DeployedSite> _sites = new();

    /// <summary>The region that answers nobody.</summary>
    public string? Lost { get; set; }

    /// <summary>The drill's name does not follow its switch.</summary>
    public bool DrillStays { get; set; }

    /// <summary>With an address of this machine for every door that a text names.</summary>
    public string Resolve(string text) => DoorName().Replace(text, match => _doors.GetOrAdd(match.Groups[1].Value, name => new LoopbackHttp((context, _) => AnswerAsync(name, context))).Endpoint);

    public async ValueTask DisposeAsync()
    {
        foreach (var door in _doors.Values)
        {
            await door.DisposeAsync();
        }
    }

    private async Task AnswerAsync(string name, HttpListenerContext context)
    {
        var region = await RegionOfAsync(name);
        if (region == Lost)
        {
            context.Response.Abort();
            return;
        }

        var asked = context.Request;
        using var reader = new StreamReader(asked.InputStream);
        var body = asked.HttpMethod == "POST" ? await reader.ReadToEndAsync() : null;
        var answer = await Site(region).Door.AskAsync(
            asked.HttpMethod,
            asked.Url!.AbsolutePath,
            body,
            asked.Headers["Idempotency-Key"],
            asked.Headers["Authorization"]?.Replace("Bearer ", "", StringComparison.Ordinal) ?? "",
            host: IsDrill(name) ? name : null);
        await LoopbackHttp.SendAsync(context.Response, answer.Status, Encoding.UTF8.GetBytes(answer.Body));
    }

    private async Task<string> RegionOfAsync(string name)
    {
        if (name.Split('.')[0] is "primary" or "secondary")
        {
            return name.StartsWith("primary.", StringComparison.Ordinal) ? "us-east-1" : "us-west-2";
        }

        if (IsDrill(name))
        {
            return !DrillStays && EmulatorSetup.Calls.Published("PaymentDr/dev/drill") == 1 ? "us-west-2" : "us-east-1";
        }

        using var dynamo = Site("us-west-2").Region.DynamoDb(TimeSpan.FromSeconds(10));
        var sightings = new Sightings("table-ledger-dev", dynamo, new Reach("the ledger", TimeSpan.FromSeconds(10), Tries: 1));
        return await new PaymentDr.Functions.TrafficSwitch(sightings).HasMovedAsync(default) ? "us-west-2" : "us-east-1";
    }

    private static bool IsDrill(string name) => name.StartsWith("drill.", StringComparison.Ordinal);

    private DeployedSite Site(string region) => _sites.GetOrAdd(region, each => new DeployedSite(each));

    [GeneratedRegex(@"https://((?:\w+\.)?(?:api|pay)\.payments\.invalid|drill\.payments\.invalid)")]
    private static partial Regex DoorName();
}
