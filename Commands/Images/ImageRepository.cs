using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using PaymentDr.Aws;

namespace PaymentDr.Commands;

/// <summary>One region's repository of images. What it has already is not sent again.</summary>
internal sealed class ImageRepository(AwsRegion region, string name)
{
    public string Region => region.Name;

    /// <summary>The tag that keeps an image from being taken for one that nothing names.</summary>
    public static string TagOf(ImageArchive image) => image.Manifest.Digest.Replace("sha256:", "", StringComparison.Ordinal)[..12];

    public async Task PushAsync(ImageArchive image, CancellationToken cancellation)
    {
        using var registry = await LogInAsync(cancellation);
        var tag = $"manifests/{TagOf(image)}";
        if (await HasAsync(registry, tag, image.Manifest, cancellation))
        {
            return;
        }

        // One after the other: ECR takes no two at once from one client.
        foreach (var part in image.Parts)
        {
            if (!await HasAsync(registry, $"blobs/{part.Digest}", part, cancellation))
            {
                await UploadAsync(registry, part, cancellation);
            }
        }

        using var done = await AskAsync(registry, HttpMethod.Put, new Uri(tag, UriKind.Relative), image.Manifest, cancellation);
    }

    private async Task<HttpClient> LogInAsync(CancellationToken cancellation)
    {
        var ecr = new JsonService(region.Service("ecr", host: "api.ecr"), "AmazonEC2ContainerRegistry_V20150921", "1.1");
        var login = (await ecr.CallAsync("GetAuthorizationToken", [], cancellation))["authorizationData"]![0]!;
        return new HttpClient
        {
            BaseAddress = new Uri($"{login["proxyEndpoint"]!.GetValue<string>()}/v2/{name}/"),
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Basic", login["authorizationToken"]!.GetValue<string>()) },
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    private static async Task<bool> HasAsync(HttpClient registry, string address, Blob blob, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(blob.MediaType));
        using var answer = await registry.SendAsync(request, cancellation);
        return answer.StatusCode is not HttpStatusCode.NotFound
            && (answer.IsSuccessStatusCode ? true : throw await RefusalAsync(request, answer, cancellation));
    }

    /// <summary>The whole of it in one piece, as Docker sends it.</summary>
    private static async Task UploadAsync(HttpClient registry, Blob part, CancellationToken cancellation)
    {
        var place = await LocationAsync(HttpMethod.Post, new Uri("blobs/uploads/", UriKind.Relative), null);
        place = await LocationAsync(HttpMethod.Patch, place, part with { MediaType = "application/octet-stream" });
        var end = new UriBuilder(place) { Query = $"{place.Query.TrimStart('?')}&digest={Uri.EscapeDataString(part.Digest)}".TrimStart('&') };
        using var done = await AskAsync(registry, HttpMethod.Put, end.Uri, null, cancellation);

        async Task<Uri> LocationAsync(HttpMethod method, Uri address, Blob? content)
        {
            using var answer = await AskAsync(registry, method, address, content, cancellation);
            return new Uri(registry.BaseAddress!, answer.Headers.Location!);
        }
    }

    private static async Task<HttpResponseMessage> AskAsync(HttpClient registry, HttpMethod method, Uri address, Blob? content, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, address) { Content = new ByteArrayContent(content?.Content ?? []) };
        request.Content.Headers.ContentType = content is null ? null : new MediaTypeHeaderValue(content.MediaType);
        var answer = await registry.SendAsync(request, cancellation);
        return answer.IsSuccessStatusCode ? answer : throw await RefusalAsync(request, answer, cancellation);
    }

    /// <summary>In the registry's words: that a repository is missing is said nowhere else.</summary>
    private static async Task<IOException> RefusalAsync(HttpRequestMessage request, HttpResponseMessage answer, CancellationToken cancellation)
    {
        var body = await answer.Content.ReadAsStringAsync(cancellation);
        answer.Dispose();
        return new IOException($"{request.Method} {request.RequestUri!.AbsolutePath}: {(int)answer.StatusCode} {WordsIn(body)}".TrimEnd());
    }

    private static string? WordsIn(string body)
    {
        try
        {
            return JsonNode.Parse(body)?["errors"]?[0]?["message"]?.GetValue<string>();
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
