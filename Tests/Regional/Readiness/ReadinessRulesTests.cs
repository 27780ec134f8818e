using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Regional.Readiness;

[TestFixture]
public sealed class ReadinessRulesTests
{
    private static readonly Dictionary<string, string> Judged = new()
    {
        ["DYNAMODB_PITR_ENABLED"] = "AWS::DynamoDB::Table",
        ["LAMBDA_CONCURRENCY_CHECK"] = "AWS::Lambda::Function",
        ["RDS_CLUSTER_MULTI_AZ_ENABLED"] = "AWS::RDS::DBCluster",
        ["S3_BUCKET_REPLICATION_ENABLED"] = "AWS::S3::Bucket",
    };

    [Snapshot]
    [TestCase("primary")]
    [TestCase("secondary")]
    public void Rules(string region) => Snapshot.Verify(SynthesizedStack.WithRecorder.Slice($"{region}/readiness"));

    [Test]
    public void Without_the_setting_nothing_is_judged_or_recorded() => Assert.That(Of(SynthesizedStack.Default), Is.Empty);

    [Test]
    public void Rules_alone_bring_no_recorder_and_wait_for_none()
    {
        var stack = SynthesizedStack.Of(TestSettings.With(("PAYMENTDR__Config__Rules", "true")));

        Assert.That(Of(stack).Select(element => element.Type).Distinct(), Is.EqualTo(new[] { "aws_config_config_rule" }));
        Assert.That(Of(stack).Select(rule => rule.Body["depends_on"]), Is.All.Null);
        Assert.That(stack.Elements.Where(element => element.Path.Contains("/readiness/recorder/", StringComparison.Ordinal)), Is.Empty);
    }

    [TestCase("primary")]
    [TestCase("secondary")]
    public void What_is_judged_is_recorded_and_nothing_else(string region)
    {
        var elements = Of(SynthesizedStack.WithRecorder).Where(element => element.Scope == region).ToArray();
        var identifiers = elements.Where(element => element.Type == "aws_config_config_rule").Select(rule => rule.Body["source"]!["source_identifier"]!.GetValue<string>());

        Assert.That(
            elements.Single(element => element.Type == "aws_config_configuration_recorder").Body["recording_group"]!["resource_types"]!.AsArray().Select(type => type!.GetValue<string>()),
            Is.EquivalentTo(identifiers.Select(identifier => Judged[identifier]).Distinct()));
    }

    /// <summary>Other environments and other stacks of the account are none of its business.</summary>
    [Test]
    public void Only_what_is_of_this_environment_is_judged()
    {
        var stack = SynthesizedStack.WithRecorder;
        var scopes = Of(stack).Where(element => element.Type == "aws_config_config_rule").Select(rule => rule.Body["scope"]!).ToArray();

        Assert.That(scopes, Has.Length.EqualTo(2 * (3 + 3)));
        Assert.That(scopes.Where(scope => scope["tag_key"] is not null).Select(scope => ((string)scope["tag_key"]!, (string)scope["tag_value"]!)), Is.EqualTo(Enumerable.Repeat(("Environment", "dev"), 6)));
        Assert.That(
            scopes.Where(scope => scope["tag_key"] is null).Select(scope => stack.Referenced((string)scope["compliance_resource_id"]!).LogicalId.Split('_')[2]),
            Is.EqualTo(new[] { "audit", "receipts", "transactions", "audit", "receipts", "transactions" }));
    }

    /// <summary>Terraform removes in the reverse order: AWS takes no channel from a recorder that runs.</summary>
    [Test]
    public void It_records_before_it_judges_and_stops_before_its_channel_goes()
    {
        Assert.That(Disorder(SynthesizedStack.WithRecorder), Is.Empty);

        Assert.That(Disorder(SynthesizedStack.WithRecorder.Broken(file => file.Resource("aws_config_configuration_recorder_status", "primary").Remove("depends_on"))), Has.One.Contains("started"));
        Assert.That(Disorder(SynthesizedStack.WithRecorder.Broken(file => file.Resource("aws_config_delivery_channel", "primary").Remove("depends_on"))), Has.One.Contains("channel"));
        Assert.That(Disorder(SynthesizedStack.WithRecorder.Broken(file => file.FirstResource("aws_config_config_rule").Remove("depends_on"))), Has.One.Contains("aws_config_config_rule"));
    }

    private static IEnumerable<string> Disorder(SynthesizedStack stack) =>
        from element in Of(stack)
        let awaited = element.Type switch
        {
            "aws_config_config_rule" => "aws_config_configuration_recorder_status",
            "aws_config_configuration_recorder_status" => "aws_config_delivery_channel",
            "aws_config_delivery_channel" => "aws_config_configuration_recorder",
            _ => null,
        }
        where awaited is not null
        where (element.Body["depends_on"] as JsonArray ?? []).All(before => !before!.GetValue<string>().StartsWith($"{awaited}.{element.Scope}", StringComparison.Ordinal))
        select $"{element.Path} does not wait: {element}";

    private static IEnumerable<Element> Of(SynthesizedStack stack) => stack.Elements.Where(element => element.Type.StartsWith("aws_config_", StringComparison.Ordinal));
}
