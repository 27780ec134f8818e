using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Laws;

[TestFixture]
public sealed class RegionLaws
{
    /// <summary>By which somebody who is told of one finds what to do.</summary>
    private static readonly string[] AlarmTags = ["Requirement", "Runbook", "Severity"];

    private static readonly string[] TagKeys = ["Environment", "ManagedBy", "Project", "Region"];

    [Test]
    public void Everything_in_a_region_uses_its_provider()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(ForeignProviders), Is.Empty);

        // Terraform gives an element that names none an implied provider without a region.
        var broken = SynthesizedStack.Default.Broken(file => file.Resource("aws_vpc", "primary").Remove("provider"));
        Assert.That(ForeignProviders(broken), Has.One.Contains("aws_vpc.primary_vpc"));

        broken = SynthesizedStack.Default.Broken(file => file.Resource("aws_vpc", "secondary")["provider"] = "aws.primary");
        Assert.That(ForeignProviders(broken), Has.One.Contains("aws_vpc.secondary_vpc"));
    }

    [Test]
    public void There_are_two_providers_and_both_are_aliased()
    {
        Assert.That(Aliases(SynthesizedStack.Default), Is.EqualTo(new[] { "primary", "secondary" }));
    }

    [Test]
    public void Providers_tag_everything_with_environment_project_and_region()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(WrongTags), Is.Empty);

        var broken = SynthesizedStack.Default.Broken(file => Tags(Providers(file).First()).Remove("Region"));
        Assert.That(WrongTags(broken), Has.One.Contains("primary"));
    }

    [Test]
    public void Resources_add_no_tag_but_their_name()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(OwnTags), Is.Empty);

        var broken = SynthesizedStack.Default.Broken(file => file.Resource("aws_vpc", "primary")["tags"]!["Region"] = "us-east-1");
        Assert.That(OwnTags(broken), Has.One.Contains("Region"));
    }

    private static IEnumerable<string> ForeignProviders(SynthesizedStack stack) =>
        from element in stack.Elements
        where element.Text("provider") != $"aws.{element.Scope}"
        select $"{element} stands in {element.Scope} and uses {element.Text("provider") ?? "no provider"}";

    private static IEnumerable<string> WrongTags(SynthesizedStack stack) =>
        from provider in Providers(stack.File)
        let tags = Tags(provider)
        where !tags.Select(tag => tag.Key).Order(StringComparer.Ordinal).SequenceEqual(TagKeys)
            || tags["Region"]?.GetValue<string>() != provider["region"]!.GetValue<string>()
            || stack.File["//"]!["metadata"]!["stackName"]!.GetValue<string>() != $"{tags["Project"]}-{tags["Environment"]}"
        select $"provider {provider["alias"]}: {tags.ToJsonString()}";

    private static IEnumerable<string> OwnTags(SynthesizedStack stack) =>
        from element in stack.Elements
        where element.Body["tags"] is JsonObject
        from tag in element.Body["tags"]!.AsObject()
        where tag.Key != "Name" && !(element.Type == "aws_cloudwatch_metric_alarm" && AlarmTags.Contains(tag.Key))
        select $"{element} sets the tag {tag.Key}, which belongs to its provider's default tags";

    private static IEnumerable<string> Aliases(SynthesizedStack stack) =>
        Providers(stack.File).Select(provider => provider["alias"]!.GetValue<string>());

    private static IEnumerable<JsonObject> Providers(JsonObject file) =>
        file["provider"]!["aws"]!.AsArray().Select(provider => provider!.AsObject());

    private static JsonObject Tags(JsonObject provider) => provider["default_tags"]![0]!["tags"]!.AsObject();
}
