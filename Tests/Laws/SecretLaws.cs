using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Laws;

/// <summary>What is secret is given to AWS by arguments that Terraform cannot read back.</summary>
[TestFixture]
public sealed class SecretLaws
{
    /// <summary>Arguments that would put a secret into the state, by type.</summary>
    private static readonly (string Type, string[] Arguments)[] Readable =
    [
        ("aws_rds_cluster", ["master_password"]),
        ("aws_secretsmanager_secret_version", ["secret_string", "secret_binary"]),
    ];

    [Test]
    public void No_secret_is_given_by_an_argument_that_stands_in_the_state()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Leaks), Is.Empty);

        var broken = SynthesizedStack.Default.Broken(file => file.FirstResource("aws_secretsmanager_secret_version")["secret_string"] = "${var.password}");
        Assert.That(Leaks(broken), Has.One.Contains("secret_string"));

        broken = SynthesizedStack.Default.Broken(file => SecureParameter(file)["value"] = "${var.hash}");
        Assert.That(Leaks(broken), Has.One.Contains("value"));
    }

    [Test]
    public void What_is_made_while_Terraform_works_goes_into_write_only_arguments_alone()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Misplaced), Is.Empty);

        var broken = SynthesizedStack.Default.Broken(file => SecureParameter(file)["description"] = SecureParameter(file)["value_wo"]!.DeepClone());
        Assert.That(Misplaced(broken), Has.One.Contains("description"));
    }

    private static IEnumerable<string> Leaks(SynthesizedStack stack) =>
        (from element in stack.Elements
         from rule in Readable
         where rule.Type == element.Type
         from argument in rule.Arguments
         where element.Body[argument] is not null
         select $"{element}: {argument}")
        .Concat(
            from element in stack.Elements
            where element.Text("type") == "SecureString" && element.Body["value"] is not null
            select $"{element}: value");

    private static IEnumerable<string> Misplaced(SynthesizedStack stack) =>
        from element in stack.Elements
        where element.Kind == "resource"
        from argument in element.WithoutMetadata()
        where argument.Value?.ToJsonString().Contains("ephemeral.", StringComparison.Ordinal) is true && !argument.Key.EndsWith("_wo", StringComparison.Ordinal)
        select $"{element}: {argument.Key}";

    private static JsonObject SecureParameter(JsonObject file) => file["resource"]!["aws_ssm_parameter"]!.AsObject()
        .Select(parameter => parameter.Value!.AsObject()).First(parameter => parameter["type"]!.GetValue<string>() == "SecureString");
}
