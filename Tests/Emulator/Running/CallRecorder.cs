using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PaymentDr.Tests.Permissions;

namespace PaymentDr.Tests.Emulator;

/// <summary>
/// In front of the emulator and of the Data API: hands on what runs under a role asks for, and remembers it in the words of IAM, whatever is answered.
/// The emulator is told of it, and refuses what the role may not. Who asks is the first part of the path, because everybody here has the same credentials.
/// </summary>
internal sealed partial class CallRecorder : IAsyncDisposable
{
    /// <summary>Of an answer: what the caller's SDK reads, but for what belongs to the connection.</summary>
    private static readonly string[] NotHanded = ["Connection", "Content-Length", "Date", "Keep-Alive", "Server", "Transfer-Encoding"];

    private readonly ConcurrentDictionary<string, Call> _calls = new();

    /// <summary>By the key that AWS gave out for it.</summary>
    private readonly ConcurrentDictionary<string, string> _assumed = new();

    private readonly ConcurrentDictionary<string, double> _published = new();
    private readonly ConcurrentBag<string> _unknown = [];
    private readonly HttpClient _http = new();
    private readonly string _dataApi;
    private readonly LoopbackHttp _server;

    public CallRecorder(string dataApi) => (_dataApi, _server) = (dataApi, new LoopbackHttp(AnswerAsync));

    /// <summary>Where all of AWS is but the Data API.</summary>
    public string Emulator { get; set; } = "";

    public IReadOnlyCollection<Call> Calls => [.. _calls.Values];

    /// <summary>Requests of which nobody has said what they need.</summary>
    public IReadOnlyCollection<string> Unknown => _unknown;

    /// <summary>The last value of a namespace; null before the first.</summary>
    public double? Published(string space) => _published.TryGetValue(space, out var value) ? value : null;

    /// <summary>What never reaches anybody.</summary>
    public Func<Call, bool> Loses { get; set; } = _ => false;

    /// <summary>Where AWS is for what runs under a role.</summary>
    public string EndpointFor(string roleArn) => $"{_server.Endpoint}/{roleArn.Split('/')[^1]}";

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
    }

    private async Task AnswerAsync(HttpListenerContext context, CancellationToken stop)
    {
        var asked = context.Request;
        using var body = new MemoryStream();
        await asked.InputStream.CopyToAsync(body, stop);
        var (role, path) = asked.RawUrl![1..].Split('/', 2) is [var first, var rest] ? (first, $"/{rest}") : throw new InvalidOperationException($"Nobody's path: {asked.RawUrl}");
        var authorization = asked.Headers["Authorization"] ?? "";
        var service = AwsRequestReader.ScopeOf(authorization).Service;
        role = _assumed.GetValueOrDefault(AwsRequestReader.KeyOf(authorization), role);
        var calls = Remember(role, authorization, asked, path, Encoding.UTF8.GetString(body.ToArray()));
        if (calls.Any(Loses))
        {
            await LoopbackHttp.SendAsync(context.Response, 503, ReadOnlyMemory<byte>.Empty);
            return;
        }

        using var request = Copy(asked, $"{(service == "rds-data" ? _dataApi : Emulator)}{path}", body.ToArray());
        request.Headers.Add("X-Emulator-Role", Role(role));
        request.Headers.Add("X-Emulator-Calls", JsonSerializer.Serialize(calls.Select(call => new[] { call.Action, call.Resource })));
        using var answer = await _http.SendAsync(request, stop);
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => !NotHanded.Contains(header.Key)))
        {
            context.Response.Headers[name] = string.Join(',', values);
        }

        var answered = await answer.Content.ReadAsByteArrayAsync(stop);
        foreach (var assumed in calls.Where(call => call.Action == "sts:AssumeRole" && answer.IsSuccessStatusCode))
        {
            _assumed[AccessKey().Match(Encoding.UTF8.GetString(answered)).Groups[1].Value] = assumed.Resource.Split('/')[^1];
        }

        await LoopbackHttp.SendAsync(context.Response, (int)answer.StatusCode, answered);
    }

    [GeneratedRegex("<AccessKeyId>([^<]+)")]
    private static partial Regex AccessKey();

    private IReadOnlyList<Call> Remember(string role, string authorization, HttpListenerRequest asked, string path, string body)
    {
        try
        {
            var calls = AwsRequestReader.Read(new Caller.Role(Role(role)), authorization, asked.HttpMethod, new Uri(new Uri(Emulator), path), asked.Headers["X-Amz-Target"], body);
            foreach (var call in calls)
            {
                _calls[call.ToString()] = call;
                if (call.Action == "cloudwatch:PutMetricData")
                {
                    _published[call.Find("cloudwatch:namespace")!] = (double)JsonNode.Parse(body)!["MetricData"]![0]!["Value"]!;
                }
            }

            return calls;
        }
        catch (NotSupportedException unknown)
        {
            _unknown.Add($"{role}: {unknown.Message}");
            return [];
        }
    }

    private static string Role(string name) => $"arn:aws:iam::{Arns.Account}:role/{name}";

    private static HttpRequestMessage Copy(HttpListenerRequest asked, string address, byte[] body)
    {
        var copy = new HttpRequestMessage(new HttpMethod(asked.HttpMethod), address) { Content = new ByteArrayContent(body) };
        foreach (var name in asked.Headers.AllKeys.OfType<string>().Where(name => name is not ("Host" or "Content-Length" or "Connection" or "Transfer-Encoding" or "Expect")))
        {
            if (!copy.Headers.TryAddWithoutValidation(name, asked.Headers[name]))
            {
                copy.Content.Headers.TryAddWithoutValidation(name, asked.Headers[name]);
            }
        }

        return copy;
    }
}
