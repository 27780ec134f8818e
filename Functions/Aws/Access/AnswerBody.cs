using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;

namespace PaymentDr.Aws;

/// <summary>Reads what services answer. What cannot be read is not quoted: it may be half of a secret.</summary>
internal static class AnswerBody
{
    public static JsonObject ToJson(byte[] answer, string operation)
    {
        try
        {
            return JsonNode.Parse(answer) as JsonObject ?? throw Unreadable(operation);
        }
        catch (JsonException)
        {
            throw Unreadable(operation);
        }
    }

    public static XDocument ToXml(byte[] answer, string operation)
    {
        try
        {
            return XDocument.Load(new MemoryStream(answer));
        }
        catch (XmlException)
        {
            throw Unreadable(operation);
        }
    }

    /// <summary>As if nobody had answered: something in between may have.</summary>
    public static IOException Unreadable(string operation) => new($"{operation} was answered with what cannot be read.");
}
