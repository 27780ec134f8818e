using System.Globalization;
using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Quotas;

/// <summary>docs/quotas.md, against what the file needs.</summary>
[TestFixture]
public sealed partial class QuotaPlanTests
{
    private const string Unwarmed = ", unwarmed";

    private static readonly Row[] Rows = [.. Read(File.ReadAllText(Repository.PathOf("docs", "quotas.md")))];

    [Test]
    public void The_document_says_what_is_needed() => Assert.That(Complaints(SynthesizedStack.Default, TestSettings.Default), Is.Empty);

    [Test]
    public void It_has_a_row_for_each_quota_of_the_plan_and_no_other()
    {
        var needs = new QuotaPlan(SynthesizedStack.Default, TestSettings.Default).Needs;

        Assert.That(Rows.Select(row => row.Name), Is.Unique);
        Assert.That(Rows.Select(row => row.Name.Replace(Unwarmed, "", StringComparison.Ordinal)).Distinct(), Is.EquivalentTo(needs.Keys));
    }

    [Test]
    public void What_is_more_than_AWS_gives_is_asked_for()
    {
        Assert.That(Rows.Where(row => row.Needed > row.Given != row.Asks), Is.Empty);
        Assert.That(Rows.Where(row => row.Asks), Is.Not.Empty);
    }

    [Test]
    public void A_code_is_a_code() => Assert.That(Rows.Select(row => row.Code), Is.All.Matches<string>(code => Code().IsMatch(code)));

    [Test]
    public void Another_need_is_found()
    {
        var settings = TestSettings.With(("PAYMENTDR__Pay__MostTasks", "60"), ("PAYMENTDR__Functions__Validate", "400"));

        Assert.That(
            Complaints(SynthesizedStack.Of(settings), settings).Select(complaint => complaint.Split(':')[0]),
            Is.EquivalentTo(new[] { "Fargate On-Demand vCPUs", "Fargate tasks launched in a rush", "Lambda concurrent executions", "Targets of a load balancer" }));
        Assert.That(
            Complaints(SynthesizedStack.Default.Broken(file => file["resource"]!["aws_eip"]!.AsObject().Remove(file["resource"]!["aws_eip"]!.AsObject().Last().Key)), TestSettings.Default),
            Is.EqualTo(new[] { "Elastic IP addresses: 2 are needed, and 3 are said to be" }));
    }

    private static IEnumerable<string> Complaints(SynthesizedStack stack, PaymentDrSettings settings)
    {
        var needs = new QuotaPlan(stack, settings).Needs;
        return from row in Rows
               let need = needs[row.Name.Replace(Unwarmed, "", StringComparison.Ordinal)]
               where need != row.Needed
               select $"{row.Name}: {need} are needed, and {row.Needed} are said to be";
    }

    private static IEnumerable<Row> Read(string document) =>
        from match in QuotaRow().Matches(document)
        select new Row(match.Groups[1].Value, Number(match.Groups[2]), Number(match.Groups[3]), match.Groups[4].Value, match.Groups[5].Value.Contains("ask for more", StringComparison.Ordinal));

    private static long Number(Group digits) => long.Parse(digits.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\| ([^|]+) \| (\d+) \| (\d+) \| ([^|]+) \|([^|]*)\|$", RegexOptions.Multiline)]
    private static partial Regex QuotaRow();

    [GeneratedRegex(@"^(none\b.*|[a-z0-9-]+, L-[0-9A-F]{8})$")]
    private static partial Regex Code();

    private sealed record Row(string Name, long Needed, long Given, string Code, bool Asks);
}
