using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Objectives;

/// <summary>What may be lost, by what is deployed.</summary>
[TestFixture]
public sealed class DataLossTests
{
    [Test]
    public void Nothing_acknowledged_with_BOTH_is_lost()
    {
        Assert.That(Judged.Default.Lost(DataLoss.Both).Seconds, Is.Zero);
        Assert.That(Judged.Default.Losses, Has.All.Matches<DataLoss>(loss => loss.IsMet));
    }

    [Test]
    public void It_is_where_the_ledger_has_no_replica_or_somebody_does_not_ask_it()
    {
        var alone = Judged.With(file => file.Resource("aws_dynamodb_table", "primary_table-ledger").Remove("replica"));
        Assert.That(alone.Missed, Has.One.StartsWith("payments acknowledged with BOTH: all of them at the worst, and 0 s are allowed"));

        var selfish = Judged.With(file => file.Resource("aws_lambda_function", "secondary_payments_validate")["environment"]!["variables"]!["PEER_REGION"] = "us-west-2");
        Assert.That(selfish.Lost(DataLoss.Both).Why, Does.EndWith("stands where function-validate-secondary-dev asks for the second one"));

        var service = Judged.With(file =>
        {
            var tasks = file.Resource("aws_ecs_task_definition", "primary_pay");
            var containers = JsonNode.Parse((string)tasks["container_definitions"]!)!;
            containers[0]!["environment"]!.AsArray().Single(variable => (string)variable!["name"]! == "PEER_REGION")!["value"] = "eu-west-1";
            tasks["container_definitions"] = containers.ToJsonString();
        });
        Assert.That(service.Lost(DataLoss.Both).IsMet, Is.False);
    }

    [Test]
    public void Of_the_books_it_is_what_AWS_says_unless_the_platform_bounds_it()
    {
        Assert.That(Books(Judged.Default), Is.EqualTo((1, true)));
        Assert.That(Books(Judged.By(objectives => objectives with { BooksLagSeconds = 301 })), Is.EqualTo((301, false)));
        Assert.That(Books(Judged.By(objectives => objectives with { BooksLagSeconds = 61, BooksLossMinutes = 1 })), Is.EqualTo((61, false)));
    }

    [TestCase("primary", "120", 120, true)]
    [TestCase("primary", "600", 600, false)]
    // Nothing follows the follower.
    [TestCase("secondary", "600", 1, true)]
    public void Commits_that_wait_for_the_follower_bound_it(string region, string seconds, int lost, bool isMet)
    {
        var bounded = Judged.With(file => file.Resource("aws_rds_cluster_parameter_group", $"{region}_books")["parameter"]!.AsArray()
            .Add(new JsonObject { ["name"] = "rds.global_db_rpo", ["value"] = seconds }));

        Assert.That(Books(bounded), Is.EqualTo((lost, isMet)));
    }

    [TestCase("false", 120)]
    [TestCase("true", 1)]
    public void A_decision_that_refuses_lag_bounds_it(string isAllowed, int seconds)
    {
        var bounded = Judged.With(file => file.Resource("aws_lambda_function", "secondary_deciding")["environment"]!["variables"]!["ALLOW_RELATIONAL_LOSS"] = isAllowed);

        Assert.That(Books(bounded), Is.EqualTo((seconds, true)));
    }

    [Test]
    public void The_error_budget_is_what_the_percentage_leaves_and_must_bear_a_loss()
    {
        var budget = Judged.Default.Budget;
        Assert.That(budget.SecondsPerMonth, Is.EqualTo(0.0001m * 30 * 86_400));
        Assert.That(budget.SecondsPerYear, Is.EqualTo(0.0001m * 365 * 86_400));
        Assert.That(Math.Round(budget.LossesPerMonth, 1), Is.EqualTo(2.4m));

        Assert.That(Judged.By(objectives => objectives with { AvailabilityPercent = 99.95m }).Missed, Is.Empty);
        Assert.That(
            Judged.By(objectives => objectives with { AvailabilityPercent = 99.999m }).Missed,
            Is.EqualTo(new[] { "availability: one loss costs 108 s, and 99.999 % (Objectives:AvailabilityPercent) leave 25.9 s a month" }));
    }

    private static (int? Seconds, bool IsMet) Books(ObjectivesReport report) => (report.Lost(DataLoss.BooksBefore).Seconds, report.Lost(DataLoss.BooksBefore).IsMet);
}
