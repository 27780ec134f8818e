using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Packaging;

/// <summary>A registry of images on this machine, as the Distribution API describes one, behind a password as that of a region of AWS.</summary>
internal sealed class LoopbackRegistry : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, byte[]> _blobs = [];
    private readonly ConcurrentDictionary<string, MemoryStream> _uploads = [];
    private readonly ConcurrentDictionary<string, (string MediaType, byte[] Content)> _manifests = [];
    private readonly LoopbackHttp _http;

    public LoopbackRegistry() => _http = new LoopbackHttp(AnswerAsync);

    /// <summary>Of the repository that there is.</summary>
    public required string Repository { get; init; }

    /// <summary>Null: anyone may read and write.</summary>
    public string? Password { get; init; }

    /// <summary>Every change that was asked for, by method and the last part of the address but one.</summary>
    public ConcurrentQueue<string> Changes { get; } = [];

    public string Host => _http.Host;

    public string Endpoint => _http.Endpoint;

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    public static string DigestOf(byte[] content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";

    public string AddBlob(byte[] content)
    {
        _blobs[DigestOf(content)] = content;
        return DigestOf(content);
    }

    /// <returns>What refers to it.</returns>
    public JsonObject AddManifest(string tag, JsonObject manifest)
    {
        var (mediaType, content) = (manifest["mediaType"]!.GetValue<string>(), Encoding.UTF8.GetBytes(manifest.ToJsonString()));
        _manifests[tag] = _manifests[DigestOf(content)] = (mediaType, content);
        return new() { ["mediaType"] = mediaType, ["size"] = content.Length, ["digest"] = DigestOf(content) };
    }

    /// <summary>The digest of what a tag stands for; null where it stands for nothing.</summary>
    public string? DigestUnder(string tag) => _manifests.TryGetValue(tag, out var manifest) ? DigestOf(manifest.Content) : null;

    public byte[] ContentUnder(string tag) => _manifests[tag].Content;

    private async Task AnswerAsync(HttpListenerContext context, CancellationToken stop)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body, stop);
        var (status, content) = Answer(context.Request, body.ToArray(), context.Response.Headers);
        context.Response.ContentType ??= "application/json";
        if (context.Request.HttpMethod == "HEAD")
        {
            context.Response.StatusCode = status;
            context.Response.ContentLength64 = content.Length;
            context.Response.Close();
            return;
        }

        await LoopbackHttp.SendAsync(context.Response, status, content);
    }

    private (int Status, byte[] Content) Answer(HttpListenerRequest request, byte[] body, WebHeaderCollection headers)
    {
        if (request.Headers["X-Amz-Target"]?.EndsWith(".GetAuthorizationToken", StringComparison.Ordinal) is true)
        {
            return (200, Encoding.UTF8.GetBytes(new JsonObject
            {
                ["authorizationData"] = new JsonArray(new JsonObject { ["authorizationToken"] = Token, ["proxyEndpoint"] = Endpoint }),
            }.ToJsonString()));
        }

        if (Password is not null && request.Headers["Authorization"] != $"Basic {Token}")
        {
            headers["WWW-Authenticate"] = "Basic realm=\"registry\"";
            return (401, []);
        }

        var path = request.Url!.AbsolutePath;
        var prefix = $"/v2/{Repository}/";
        if (!path.StartsWith(prefix, StringComparison.Ordinal))
        {
            return path == "/v2/" ? (200, []) : (404, Problem("NAME_UNKNOWN", "The repository does not exist."));
        }

        var parts = path[prefix.Length..].TrimEnd('/').Split('/');
        if (request.HttpMethod is not ("GET" or "HEAD"))
        {
            Changes.Enqueue($"{request.HttpMethod} {parts[^2]}");
        }

        return (request.HttpMethod, parts) switch
        {
            ("GET" or "HEAD", ["blobs", var digest]) => _blobs.TryGetValue(digest, out var blob) ? Found(digest, "application/octet-stream", blob) : (404, []),
            ("GET" or "HEAD", ["manifests", var tag]) => _manifests.TryGetValue(tag, out var manifest)
                ? Found(DigestOf(manifest.Content), manifest.MediaType, manifest.Content)
                : (404, Problem("MANIFEST_UNKNOWN", "There is none.")),
            ("POST", ["blobs", "uploads"]) => Continue(202, $"{Guid.CreateVersion7()}", []),
            ("PATCH", ["blobs", "uploads", var upload]) => Continue(202, upload, body),
            ("PUT", ["blobs", "uploads", var upload]) => Finish(upload, request.QueryString["digest"], body),
            ("PUT", ["manifests", var tag]) => Name(tag, request.ContentType!, body),
            _ => (405, Problem("UNSUPPORTED", path)),
        };

        (int, byte[]) Found(string digest, string mediaType, byte[] content)
        {
            headers["Docker-Content-Digest"] = digest;
            headers["Content-Type"] = mediaType;
            return (200, content);
        }

        (int, byte[]) Continue(int status, string upload, byte[] more)
        {
            _uploads.GetOrAdd(upload, _ => new()).Write(more);
            headers["Location"] = $"{prefix}blobs/uploads/{upload}?state=begun";
            headers["Range"] = $"0-{Math.Max(0, _uploads[upload].Length - 1)}";
            return (status, []);
        }

        (int, byte[]) Finish(string upload, string? digest, byte[] rest)
        {
            Continue(202, upload, rest);
            return _uploads.TryRemove(upload, out var content) && AddBlob(content.ToArray()) == digest
                ? (201, [])
                : (400, Problem("DIGEST_INVALID", "The content is another."));
        }

        (int, byte[]) Name(string tag, string mediaType, byte[] content)
        {
            var manifest = JsonNode.Parse(content)!;
            if (manifest["layers"]!.AsArray().Append(manifest["config"]).Any(part => !_blobs.ContainsKey(part!["digest"]!.GetValue<string>())))
            {
                return (400, Problem("MANIFEST_BLOB_UNKNOWN", "A part is missing."));
            }

            _manifests[tag] = _manifests[DigestOf(content)] = (mediaType, content);
            headers["Docker-Content-Digest"] = DigestOf(content);
            return (201, []);
        }
    }

    private string Token => Convert.ToBase64String(Encoding.UTF8.GetBytes($"AWS:{Password}"));

    private static byte[] Problem(string code, string message) => Encoding.UTF8.GetBytes(
        new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["code"] = code, ["message"] = message }) }.ToJsonString());
}
