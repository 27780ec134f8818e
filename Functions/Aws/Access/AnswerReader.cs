using System.Net;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace PaymentDr.Aws;

/// <summary>Keeps a service's answer as it came, and finds the code and the message in a refusal, whichever protocol it speaks.</summary>
internal sealed class AnswerReader : JsonResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext context) => new AwsResponse
    {
        Body = ReadAll(context),
        FunctionError = HeaderOf(context, "X-Amz-Function-Error"),
    };

    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode)
    {
        var body = ReadAll(context);
        var (code, message) = body.AsSpan().TrimStart(" \r\n"u8).StartsWith("<"u8) ? FromXml(body) : FromJson(body);
        code = (HeaderOf(context, "x-amzn-ErrorType") ?? code)?.Split('#')[^1].Split(':')[0] ?? "Unknown";

        return new AmazonServiceException(
            Refusal.Describe(code, (int)statusCode, message),
            innerException,
            statusCode >= HttpStatusCode.InternalServerError ? ErrorType.Receiver : ErrorType.Sender,
            code,
            HeaderOf(context, "x-amzn-RequestId"),
            statusCode);
    }

    private static byte[] ReadAll(JsonUnmarshallerContext context)
    {
        using var body = new MemoryStream();
        context.Stream.CopyTo(body);
        return body.ToArray();
    }

    private static string? HeaderOf(JsonUnmarshallerContext context, string name) =>
        context.ResponseData is { } response && response.IsHeaderPresent(name) ? response.GetHeaderValue(name) : null;

    private static (string? Code, string? Message) FromJson(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return (Find(document, "__type") ?? Find(document, "code"), Find(document, "message"));
        }
        catch (JsonException)
        {
            // A proxy in between may answer in anything.
            return (null, null);
        }
    }

    private static (string? Code, string? Message) FromXml(byte[] body)
    {
        try
        {
            var document = XDocument.Load(new MemoryStream(body));
            return (Find(document, "Code"), Find(document, "Message"));
        }
        catch (XmlException)
        {
            return (null, null);
        }
    }

    private static string? Find(JsonDocument document, string name) => document.RootElement.ValueKind is not JsonValueKind.Object ? null
        : document.RootElement.EnumerateObject()
            .Where(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && property.Value.ValueKind is JsonValueKind.String)
            .Select(property => property.Value.GetString()).FirstOrDefault();

    private static string? Find(XDocument document, string name) =>
        document.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
}
