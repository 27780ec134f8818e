using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Laws;

[TestFixture]
public sealed partial class NamingLaws
{
    /// <summary>Arguments that AWS shows as the name of the thing.</summary>
    private static readonly string[] NameArguments = ["name"];

    [Test]
    public void Every_name_follows_the_pattern_and_ends_with_the_suffix()
    {
        Assert.That(Names(SynthesizedStack.Default), Is.Not.Empty);
        Assert.That(BadNames(SynthesizedStack.Default), Is.Empty);
    }

    [TestCase("vpc-payments-primary-prod", TestName = "A name with another suffix is bad")]
    [TestCase("vpc-payments-secondary-dev", TestName = "A name of the other region is bad")]
    [TestCase("vpc-primary-dev", TestName = "A name without a purpose is bad")]
    [TestCase("Payments-vpc-primary-dev", TestName = "A name with a capital is bad")]
    public void Bad_names_are_found(string name)
    {
        var broken = SynthesizedStack.Default.Broken(file =>
        {
            var vpc = file["resource"]!["aws_vpc"]!.AsObject().Single(vpc => vpc.Key.StartsWith("primary", StringComparison.Ordinal));
            vpc.Value!["tags"]!["Name"] = name;
        });

        Assert.That(BadNames(broken), Has.One.Contains(name));
    }

    private static IEnumerable<string> BadNames(SynthesizedStack stack)
    {
        var suffix = stack.File["//"]!["metadata"]!["stackName"]!.GetValue<string>()[$"{Naming.Project}-".Length..];
        return from named in Names(stack)
               let match = Pattern().Match(WithoutDemandedPrefix(named.Name))
               where !match.Success || match.Groups["role"].Value != named.Element.Scope || match.Groups["suffix"].Value != suffix
               select $"{named.Element} is named {named.Name}";
    }

    private static IEnumerable<(Element Element, string Name)> Names(SynthesizedStack stack) =>
        from element in stack.Elements
        where element.Kind == "resource"
        from name in NameArguments.Select(element.Text).Append(element.Body["tags"]?["Name"]?.GetValue<string>())
        where name is not null
        select (element, name);

    private static string WithoutDemandedPrefix(string name) =>
        Naming.DemandedPrefixes.FirstOrDefault(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix
            ? name[prefix.Length..]
            : name;

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)+-(?<role>primary|secondary)-(?<suffix>[a-z0-9-]+)$")]
    private static partial Regex Pattern();
}
