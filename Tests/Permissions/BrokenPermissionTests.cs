using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Permissions;

/// <summary>Faults as they happen, each of which the proof finds.</summary>
[TestFixture]
public sealed class BrokenPermissionTests
{
    [Test]
    public void A_log_group_of_another_name_is_not_encrypted() => Assert.That(
        Broken(file => file.FirstResource("aws_cloudwatch_log_group")["name"] = "another").Refused(), Has.Some.Contains("logs.us-east-1.amazonaws.com: kms:Encrypt"));

    [Test]
    public void A_bucket_that_is_not_among_the_sources_of_logs_is_not_logged() => Assert.That(
        Broken("WriteAccessLogs", statement => statement["condition"]![1]!["values"]!.AsArray().RemoveAt(0)).Refused(), Has.Exactly(2).Contains("logging.s3.amazonaws.com"));

    [Test]
    public void What_a_rule_cannot_deliver_is_not_kept_where_the_key_or_the_queue_is_closed()
    {
        Assert.That(
            Broken("EncryptUndeliveredEvents", statement => statement["principals"]![0]!["identifiers"] = new JsonArray("sns.amazonaws.com")).Refused(),
            Has.Exactly(4).Contains("events.amazonaws.com: kms:"));
        Assert.That(
            Broken("SentByRules", statement => statement["actions"] = new JsonArray("sqs:ReceiveMessage")).Refused(), Has.Exactly(2).Contains("events.amazonaws.com: sqs:SendMessage"));
    }

    [Test]
    public void A_schedule_whose_function_admits_another_rule_starts_nothing() => Assert.That(
        Broken(file => file.FirstResource("aws_cloudwatch_event_rule")["name"] = "renamed").Refused().Concat(
            Broken(file => Of(file, "aws_lambda_permission", "StartedBy-probe").Remove("source_arn")).Open()), Has.Some.Contains("lambda:InvokeFunction"));

    [Test]
    public void A_bucket_or_a_queue_without_a_policy_is_found()
    {
        Assert.That(Broken(file => file["resource"]!.AsObject().Remove("aws_sqs_queue_policy")).Open(), Has.Some.Contains("not denied").And.Contains("sqs:SendMessage"));
        Assert.That(Broken(file => RemoveOne(file, "aws_s3_bucket_policy", "transactions")).Open(), Has.Some.Contains("not denied").And.Contains("s3:GetObject"));
    }

    [Test]
    public void A_role_that_may_do_more_than_it_does_is_found()
    {
        Assert.That(
            Broken("AddFacts", statement => statement["actions"]!.AsArray().Add("dynamodb:Scan")).Unused(), Has.Some.Matches<(Statement, string Action, string)>(grant => grant.Action == "dynamodb:Scan"));
        Assert.That(Broken("AddFacts", statement => statement["actions"]!.AsArray().Add("dynamodb:Delete*")).Open(), Has.Some.Contains("dynamodb:DeleteItem"));
        Assert.That(
            Broken("WriteTraces", statement => statement["actions"] = new JsonArray("xray:*")).Refused(), Is.Empty, "and what it does, it still may");
    }

    private static Proof Broken(Action<JsonObject> change) => Proof.Of(SynthesizedStack.Default.Broken(change));

    private static Proof Broken(string sid, Action<JsonObject> change) => Broken(file =>
    {
        foreach (var statement in file.Statements().Where(statement => statement["sid"]!.GetValue<string>() == sid).ToArray())
        {
            change(statement);
        }
    });

    private static void RemoveOne(JsonObject file, string type, string purpose)
    {
        var all = file["resource"]![type]!.AsObject();
        all.Remove(all.First(body => body.Key.Contains(purpose, StringComparison.Ordinal)).Key);
    }

    private static JsonObject Of(JsonObject file, string type, string statement) =>
        file["resource"]![type]!.AsObject().Select(body => body.Value!.AsObject()).First(body => (string?)body["statement_id"] == statement);
}
