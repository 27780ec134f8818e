using System.Text.Json;
using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Terraform;

/// <summary>Every argument in the file, against the schema of the real provider.</summary>
[TestFixture]
[Category("Terraform")]
public sealed class SchemaLaws
{
    /// <summary>Arguments of Terraform itself.</summary>
    private static readonly string[] MetaArguments = ["//", "provider", "depends_on", "lifecycle", "count", "for_each", "connection", "provisioner"];

    [OneTimeSetUp]
    public void RequireTerraform() => TerraformTool.Require();

    [Test]
    public void Every_argument_exists_and_may_be_set()
    {
        Assert.That(Violations(SynthesizedStack.Default), Is.Empty);
        Assert.That(Violations(With("aws_vpc", "flavour", "vanilla")), Has.One.Contains("flavour does not exist"));
        Assert.That(Violations(With("aws_vpc", "owner_id", "1")), Has.One.Contains("owner_id is the provider's to set"));
    }

    [Test]
    public void No_argument_is_deprecated()
    {
        Assert.That(Violations(With("aws_eip", "vpc", true)), Has.One.Contains("vpc is deprecated"));
        Assert.That(Violations(With("aws_iam_role", "inline_policy", new JsonObject { ["name"] = "p" })), Has.One.Contains("inline_policy is deprecated"));
    }

    [Test]
    public void No_sensitive_argument_is_a_literal()
    {
        var literal = SynthesizedStack.Default.Broken(file => file["resource"]!["aws_db_instance"] = new JsonObject
        {
            ["primary_books"] = new JsonObject { ["password"] = "literal" },
        });
        Assert.That(Violations(literal), Has.One.Contains("password is sensitive"));

        var reference = SynthesizedStack.Default.Broken(file => file["resource"]!["aws_db_instance"] = new JsonObject
        {
            ["primary_books"] = new JsonObject { ["password"] = "${ephemeral.aws_secretsmanager_random_password.books.random_password}" },
        });
        Assert.That(Violations(reference), Is.Empty);
    }

    [Test]
    public void Nested_blocks_are_read_too()
    {
        var broken = SynthesizedStack.Default.Broken(file =>
            file.FirstResource("aws_security_group")["timeouts"] = new JsonObject { ["never"] = "1m" });

        Assert.That(Violations(broken), Has.One.Contains("timeouts.never does not exist"));

        broken = SynthesizedStack.Default.Broken(file => file.FirstResource("aws_network_acl")["ingress"]![0]!["flavour"] = "vanilla");
        Assert.That(Violations(broken), Has.One.Contains("ingress.flavour does not exist"));
    }

    private static IEnumerable<string> Violations(SynthesizedStack stack) =>
        from element in stack.Elements
        let schema = ProviderSchema.Current.Of(element)
        from violation in Violations(schema, element.Body, "").Concat(IsTrue(schema.Schema, "deprecated") ? ["the type is deprecated"] : [])
        select $"{element}: {violation}";

    private static IEnumerable<string> Violations(ProviderSchema.Block schema, JsonObject arguments, string path)
    {
        foreach (var (name, value) in arguments.Where(argument => !MetaArguments.Contains(argument.Key) && argument.Value is not null))
        {
            var at = path + name;
            var found = schema.Nested(name) is { } block
                ? Blocks(value!).SelectMany(nested => Violations(block, nested, $"{at}.")).Concat(IsTrue(block.Schema, "deprecated") ? [$"{at} is deprecated"] : [])
                : schema.Argument(name) is { } argument ? Violations(argument, value!, at) : [$"{at} does not exist"];
            foreach (var violation in found)
            {
                yield return violation;
            }
        }
    }

    private static IEnumerable<string> Violations(JsonElement argument, JsonNode value, string at)
    {
        if (IsTrue(argument, "computed") && !IsTrue(argument, "optional"))
        {
            yield return $"{at} is the provider's to set";
        }

        if (IsTrue(argument, "deprecated"))
        {
            yield return $"{at} is deprecated";
        }

        foreach (var unknown in UnknownMembers(argument.GetProperty("type"), value))
        {
            yield return $"{at}.{unknown} does not exist";
        }

        if (IsTrue(argument, "sensitive") && !value.ToJsonString().StartsWith("\"${", StringComparison.Ordinal))
        {
            yield return $"{at} is sensitive and a literal";
        }
    }

    /// <summary>Of an argument whose type is an object, or a collection of objects: such as ["set", ["object", {...}]].</summary>
    private static IEnumerable<string> UnknownMembers(JsonElement type, JsonNode value)
    {
        while (type.ValueKind is JsonValueKind.Array && type[0].GetString() is not "object")
        {
            type = type[1];
        }

        return type.ValueKind is JsonValueKind.Array && value is JsonObject or JsonArray
            ? Blocks(value).SelectMany(member => member).Select(member => member.Key).Where(name => !type[1].TryGetProperty(name, out _))
            : [];
    }

    private static IEnumerable<JsonObject> Blocks(JsonNode value) => value is JsonArray list ? list.OfType<JsonObject>() : [value.AsObject()];

    private static bool IsTrue(JsonElement argument, string flag) => argument.TryGetProperty(flag, out var value) && value.GetBoolean();

    private static SynthesizedStack With(string type, string argument, JsonNode value) =>
        SynthesizedStack.Default.Broken(file => file.FirstResource(type)[argument] = value);
}
