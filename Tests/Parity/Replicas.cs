using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Parity;

/// <summary>
/// What is declared once with a replica, as two things: what the declaration says of its own region, and what it says of the other one.
/// </summary>
internal static class Replicas
{
    /// <summary>Only what each region has for itself: keys, indices and streams are the whole table's.</summary>
    public static IEnumerable<(Element Declared, JsonObject Own, JsonObject Replica)> Of(SynthesizedStack stack) =>
        from element in stack.Elements
        where element.Kind == "resource" && element.Body["replica"] is JsonArray
        from replica in element.Body["replica"]!.AsArray()
        select element.Type switch
        {
            "aws_dynamodb_table" => (element, OwnTable(stack, element), ReplicaTable(stack, element, replica!.AsObject())),
            "aws_secretsmanager_secret" => (element, OwnSecret(stack, element), replica!.DeepClone().AsObject()),
            _ => throw new NotSupportedException($"Replicas of {element}."),
        };

    private static JsonObject OwnTable(SynthesizedStack stack, Element table) => new()
    {
        ["kms_key_arn"] = table.Body["server_side_encryption"]?["kms_key_arn"]?.DeepClone(),
        ["point_in_time_recovery"] = table.Body["point_in_time_recovery"]?["enabled"]?.DeepClone(),
        ["region_name"] = stack.RegionOf(table),
        ["tags"] = DefaultTags(stack, table.Scope),
    };

    private static JsonObject ReplicaTable(SynthesizedStack stack, Element table, JsonObject replica)
    {
        var body = replica.DeepClone().AsObject();
        body["tags"] = new JsonObject(
            from tag in stack.Elements
            where tag.Type == "aws_dynamodb_tag" && tag.Text("resource_arn") == $"${{one({table.Address}.replica).arn}}"
            orderby tag.Text("key")
            select KeyValuePair.Create(tag.Text("key")!, tag.Body["value"]?.DeepClone()));
        return body;
    }

    private static JsonObject OwnSecret(SynthesizedStack stack, Element secret) => new()
    {
        ["kms_key_id"] = secret.Body["kms_key_id"]?.DeepClone(),
        ["region"] = stack.RegionOf(secret),
    };

    /// <summary>Which the provider puts on the table itself, and on no replica.</summary>
    private static JsonObject DefaultTags(SynthesizedStack stack, string scope) => stack.File["provider"]!["aws"]!.AsArray()
        .Single(provider => (string)provider!["alias"]! == scope)!["default_tags"]![0]!["tags"]!.DeepClone().AsObject();
}
