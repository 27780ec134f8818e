using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Laws;

/// <summary>What may stand in the file at all.</summary>
[TestFixture]
public sealed partial class FileLaws
{
    [Test]
    public void No_literal_looks_like_a_secret_or_an_account()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(SecretLiterals), Is.Empty);
    }

    [TestCase("master_password", "correct horse battery staple")]
    [TestCase("api_key", "k")]
    [TestCase("anything", "AKIAIOSFODNN7EXAMPLE")]
    [TestCase("anything", "-----BEGIN PRIVATE KEY-----")]
    [TestCase("anything", "arn:aws:iam::123456789012:role/somebody")]
    [TestCase("anything", "123456789012")]
    public void A_literal_secret_is_found(string key, string value)
    {
        Assert.That(SecretLiterals(With(key, value)), Has.One.Contains(key));
    }

    [Test]
    public void A_reference_to_a_secret_is_allowed()
    {
        Assert.That(SecretLiterals(With("master_password", "${ephemeral.aws_secretsmanager_random_password.books.random_password}")), Is.Empty);
    }

    [Test]
    public void No_path_is_absolute()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(AbsolutePaths), Is.Empty);
        Assert.That(AbsolutePaths(With("path", "/home/somebody/terraform.tfstate")), Has.One.Contains("path"));
        Assert.That(AbsolutePaths(With("path", @"C:\somebody\terraform.tfstate")), Has.One.Contains("path"));
    }

    /// <summary>A plan needs no credentials beyond the provider's own, and nobody's account decides what is planned.</summary>
    [Test]
    public void No_data_source_calls_AWS()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(CallingDataSources), Is.Empty);

        var broken = SynthesizedStack.Default.Broken(file => file["data"]!["aws_caller_identity"] = new JsonObject
        {
            ["current"] = new JsonObject { ["//"] = new JsonObject { ["metadata"] = new JsonObject { ["path"] = "payment-dr-dev/primary/current" } } },
        });
        Assert.That(CallingDataSources(broken).Select(element => element.Address), Is.EqualTo(new[] { "data.aws_caller_identity.current" }));
    }

    [Test]
    public void Terraform_and_the_provider_are_pinned()
    {
        var terraform = SynthesizedStack.Default.File["terraform"]!;

        Assert.That(terraform["required_version"]!.GetValue<string>(), Is.EqualTo(">= 1.11"));
        Assert.That(terraform["required_providers"]!["aws"]!["version"]!.GetValue<string>(), Is.EqualTo("5.100.0"));
    }

    private static IEnumerable<string> SecretLiterals(SynthesizedStack stack) =>
        from leaf in Leaves(stack)
        where !leaf.Text.StartsWith("${", StringComparison.Ordinal)
        where SecretKey().IsMatch(leaf.Key) || SecretValue().IsMatch(leaf.Text)
        select $"{leaf.Path} is a literal";

    /// <summary>Policy documents are computed by the provider itself.</summary>
    private static IEnumerable<Element> CallingDataSources(SynthesizedStack stack) =>
        stack.Elements.Where(element => element.Kind == "data" && element.Type != "aws_iam_policy_document");

    private static IEnumerable<string> AbsolutePaths(SynthesizedStack stack) =>
        from leaf in Leaves(stack)
        where AbsolutePath().IsMatch(leaf.Text)
        select $"{leaf.Path} = {leaf.Text}";

    private static IEnumerable<(string Path, string Key, string Text)> Leaves(SynthesizedStack stack) => Leaves(stack.File, "");

    private static IEnumerable<(string Path, string Key, string Text)> Leaves(JsonNode? node, string key) => node switch
    {
        JsonObject map => map.SelectMany(pair => Leaves(pair.Value, pair.Key)),
        JsonArray list => list.SelectMany(item => Leaves(item, key)),
        JsonValue value when value.TryGetValue<string>(out var text) => [(value.GetPath(), key, text)],
        _ => [],
    };

    private static SynthesizedStack With(string key, string value) => SynthesizedStack.Default.Broken(file => file["locals"] = new JsonObject { [key] = value });

    [GeneratedRegex("(password|secret|api_?key|token|private_key|access_key)$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretKey();

    /// <summary>An access key, a key file, an account in an ARN.</summary>
    [GeneratedRegex("(AKIA|ASIA)[A-Z0-9]{16}|BEGIN [A-Z ]*PRIVATE KEY|(^|:)[0-9]{12}(:|$)")]
    private static partial Regex SecretValue();

    /// <summary>By the folders that machines have: an HTTP route such as /payments is not one.</summary>
    [GeneratedRegex(@"^(/(home|root|tmp|Users|usr|var|work|opt|mnt)/|[A-Za-z]:\\)")]
    private static partial Regex AbsolutePath();
}
