using System.Text;
using Amazon.Runtime;

namespace PaymentDr.Aws;

/// <summary>A call of a service whose requests are JSON, a path with JSON, or a form.</summary>
public sealed class AwsRequest : AmazonWebServiceRequest
{
    private AwsRequest(string method, string path, string contentType, byte[] body) =>
        (Method, Path, ContentType, Body) = (method, path, contentType, body);

    public string Method { get; }

    public string Path { get; }

    public string ContentType { get; }

    public byte[] Body { get; }

    /// <summary>As X-Amz-Target; null where the path names the operation.</summary>
    public string? Target { get; private init; }

    public IReadOnlyDictionary<string, string> Query { get; private init; } = new Dictionary<string, string>();

    /// <summary>A service of AWS's JSON protocols.</summary>
    public static AwsRequest Json(string target, byte[] body, string version = "1.0") =>
        new("POST", "/", $"application/x-amz-json-{version}", body) { Target = target };

    /// <summary>A service that is spoken to by paths.</summary>
    public static AwsRequest Rest(string path, byte[] body) => new("POST", path, "application/json", body);

    public static AwsRequest Get(string path, IReadOnlyDictionary<string, string> query) => new("GET", path, "application/json", []) { Query = query };

    /// <summary>A service of the oldest protocol: forms, answered in XML.</summary>
    public static AwsRequest Form(string action, string version, params (string Name, string Value)[] fields) => new(
        "POST",
        "/",
        "application/x-www-form-urlencoded; charset=utf-8",
        Encoding.UTF8.GetBytes(string.Join('&', new[] { ("Action", action), ("Version", version) }.Concat(fields)
            .Select(field => $"{field.Item1}={Uri.EscapeDataString(field.Item2)}"))));
}

/// <summary>What a service answered, as it came.</summary>
public sealed class AwsResponse : AmazonWebServiceResponse
{
    public byte[] Body { get; init; } = [];

    /// <summary>Set by Lambda where the function itself has failed: the call has not.</summary>
    public string? FunctionError { get; init; }
}
