using System.IO.Enumeration;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Laws;

/// <summary>
/// Who writes to an encrypted target must be admitted by the target's key. AWS says nothing when it is not: logs, alarms and
/// events just do not arrive.
/// </summary>
[TestFixture]
public sealed partial class EncryptionLaws
{
    /// <summary>A target, the argument that names its key, and who writes to it with which actions.</summary>
    private static readonly Producer[] Producers =
    [
        new("aws_cloudwatch_log_group", "kms_key_id", region => $"logs.{region}.amazonaws.com", ["kms:Encrypt", "kms:GenerateDataKey", "kms:Decrypt"]),
    ];

    /// <summary>The service uses the key in the name of whoever asks it, whom the account's policies admit.</summary>
    private static readonly string[] EncryptedInTheCallersName =
    [
        "aws_backup_vault", "aws_dynamodb_table", "aws_ecr_repository", "aws_kinesis_firehose_delivery_stream", "aws_rds_cluster", "aws_rds_cluster_instance",
        "aws_s3_bucket_replication_configuration", "aws_s3_bucket_server_side_encryption_configuration", "aws_secretsmanager_secret", "aws_sqs_queue", "aws_ssm_parameter",
    ];

    /// <summary>By the service that acts in its own name: what puts messages into queues, where it says so, and what it asks of the queue's key.</summary>
    private static readonly (string Type, string[][] Places, string Service)[] Senders =
    [
        ("aws_cloudwatch_event_target", [["arn"], ["dead_letter_config", "arn"]], "events.amazonaws.com"),
    ];

    private static readonly string[] AskedBySenders = ["kms:Decrypt", "kms:GenerateDataKey"];

    private static int Groups => SynthesizedStack.Default.Count("aws_cloudwatch_log_group");

    [Test]
    public void Every_producer_is_admitted_by_the_key_of_its_target()
    {
        Assert.That(SynthesizedStack.Default.Elements.Count(IsEncryptedByOurKey), Is.GreaterThan(0));
        Assert.That(SynthesizedStack.Variants.SelectMany(Unadmitted), Is.Empty);
    }

    [Test]
    public void A_producer_that_is_not_admitted_is_found()
    {
        var otherService = BrokenStatement(statement => statement["principals"]![0]!["identifiers"] = new JsonArray("logs.eu-west-1.amazonaws.com"));
        Assert.That(Unadmitted(otherService), Has.Exactly(Groups).Contains("does not admit logs."));

        var fewerActions = BrokenStatement(statement => statement["actions"] = new JsonArray("kms:Decrypt"));
        Assert.That(Unadmitted(fewerActions), Has.Exactly(Groups).Contains("does not admit logs."));

        var otherGroups = BrokenStatement(statement => statement["condition"]![0]!["values"] = new JsonArray("arn:aws:logs:us-east-1:1:log-group:other-*"));
        Assert.That(Unadmitted(otherGroups), Has.Exactly(Groups).Contains("the condition leaves out"));

        var denied = BrokenStatement(statement => statement["effect"] = "Deny");
        Assert.That(Unadmitted(denied), Has.Exactly(Groups).Contains("does not admit logs."));

        var unknownTarget = SynthesizedStack.Default.Broken(file =>
            file.FirstResource("aws_eip")["kms_key_id"] = "${aws_kms_key.primary_keys_logs_key_38FAF5E5.arn}");
        Assert.That(Unadmitted(unknownTarget), Has.One.Contains("nobody has said who writes to it"));
    }

    [Test]
    public void Every_service_that_sends_to_a_queue_is_admitted_by_the_queue_and_its_key()
    {
        Assert.That(SynthesizedStack.Default.Elements.SelectMany(element => QueuesOf(SynthesizedStack.Default, element)).Count(), Is.GreaterThan(0));
        Assert.That(SynthesizedStack.Variants.SelectMany(Unsent), Is.Empty);

        var closedKey = Broken("EncryptUndeliveredEvents", statement => statement["principals"]![0]!["identifiers"] = new JsonArray("sns.amazonaws.com"));
        Assert.That(Unsent(closedKey), Has.Exactly(2).Contains("aws_kms_key."));

        var otherAccount = Broken("EncryptUndeliveredEvents", statement => statement["condition"]![0]!["values"] = new JsonArray("arn:aws:sqs:us-east-1:another:*"));
        Assert.That(Unsent(otherAccount), Has.Exactly(2).Contains("aws_kms_key."));

        var closedQueue = Broken("SentByRules", statement => statement["actions"] = new JsonArray("sqs:ReceiveMessage"));
        Assert.That(Unsent(closedQueue), Has.Exactly(2).Contains("does not let events.amazonaws.com send"));
    }

    [Test]
    public void Every_log_group_is_encrypted_with_our_key()
    {
        var groups = SynthesizedStack.Default.Elements.Where(element => element.Type == "aws_cloudwatch_log_group");

        Assert.That(groups, Is.Not.Empty.And.All.Matches<Element>(IsEncryptedByOurKey));
    }

    private static IEnumerable<string> Unadmitted(SynthesizedStack stack) =>
        from element in stack.Elements
        where IsEncryptedByOurKey(element) && !EncryptedInTheCallersName.Contains(element.Type)
        let producers = Producers.Where(producer => producer.Target == element.Type && element.Body[producer.KeyArgument] is not null).ToArray()
        from complaint in producers.Length == 0
            ? [$"{element} is encrypted by a key of ours, and nobody has said who writes to it"]
            : producers.SelectMany(producer => Complaints(stack, element, producer))
        select complaint;

    private static IEnumerable<string> Unsent(SynthesizedStack stack) =>
        from element in stack.Elements
        from sent in QueuesOf(stack, element)
        let key = stack.Referenced(sent.Queue.Text("kms_master_key_id")!)
        let policy = stack.Elements.Single(policy => policy.Type == "aws_sqs_queue_policy" && stack.Referenced(policy.Text("queue_url")!) == sent.Queue)
        from problem in new[]
        {
            Admitting(stack, key, sent, AskedBySenders).Any() ? null : $"{key} does not admit {sent.Service}, by which {element} sends to {sent.Queue}",
            Admitting(stack, policy, sent, ["sqs:SendMessage"]).Any() ? null : $"{policy} does not let {sent.Service} send, which {element} asks it to",
        }
        where problem is not null
        select problem;

    private static IEnumerable<(Element Queue, string Service)> QueuesOf(SynthesizedStack stack, Element element) =>
        from sender in Senders
        where sender.Type == element.Type
        from place in sender.Places
        let arn = place.Aggregate((JsonNode?)element.Body, (block, step) => block?[step])?.GetValue<string>()
        where arn?.StartsWith("${aws_sqs_queue.", StringComparison.Ordinal) is true
        select (stack.Referenced(arn), sender.Service);

    /// <summary>On no condition but what AWS says of such a message: by which rule it is sent, and to which queue.</summary>
    private static IEnumerable<JsonObject> Admitting(SynthesizedStack stack, Element guarded, (Element Queue, string Service) sent, string[] actions)
    {
        var region = stack.RegionOf(guarded);
        var said = new Dictionary<string, string>
        {
            ["aws:SourceArn"] = $"arn:aws:events:{region}:account:rule/bus/rule",
            ["kms:EncryptionContext:aws:sqs:arn"] = $"arn:aws:sqs:{region}:account:{sent.Queue.Text("name")}",
        };
        return from statement in stack.Referenced(guarded.Text("policy")!).Body["statement"]!.AsArray().Select(statement => statement!.AsObject())
               where Admits(statement, sent.Service, actions)
               where (statement["condition"]?.AsArray() ?? []).All(condition =>
                   said.TryGetValue(condition!["variable"]!.GetValue<string>(), out var actual)
                   && condition["test"]!.GetValue<string>() == "ArnLike"
                   && condition["values"]!.AsArray().Any(value => FileSystemName.MatchesSimpleExpression(value!.WithAccountNamed(), actual)))
               select statement;
    }

    private static IEnumerable<string> Complaints(SynthesizedStack stack, Element target, Producer producer)
    {
        var region = stack.RegionOf(target);
        var service = producer.Service(region);
        var key = stack.Referenced(target.Text(producer.KeyArgument)!);
        var statements = stack.Referenced(key.Text("policy")!).Body["statement"]!.AsArray().Select(statement => statement!.AsObject());

        var admitting = statements.Where(statement => Admits(statement, service, producer.Actions)).ToArray();
        if (admitting.Length == 0)
        {
            yield return $"{key} does not admit {service}, which writes to {target}";
        }
        else if (!admitting.Any(statement => Covers(statement, region, target.Text("name")!)))
        {
            yield return $"{key} admits {service}, but the condition leaves out {target.Text("name")}";
        }
    }

    private static bool Admits(JsonObject statement, string service, string[] actions) =>
        statement["effect"]?.GetValue<string>() is null or "Allow"
        && statement["principals"]!.AsArray().SelectMany(principal => principal!["identifiers"]!.AsArray()).Any(identifier => identifier!.GetValue<string>() == service)
        && actions.All(action => statement["actions"]!.AsArray().Any(pattern => FileSystemName.MatchesSimpleExpression(pattern!.GetValue<string>(), action)));

    private static bool Covers(JsonObject statement, string region, string name) => statement["condition"]?.AsArray().All(condition =>
        condition!["values"]!.AsArray().Select(value => value!.WithAccountNamed()).Any(pattern =>
            FileSystemName.MatchesSimpleExpression(pattern, $"arn:aws:logs:{region}:account:log-group:{name}"))) ?? true;

    private static bool IsEncryptedByOurKey(Element element) =>
        element.Kind == "resource" && element.Type != "aws_kms_alias" && KeyReference().IsMatch(element.WithoutMetadata().ToJsonString());

    private static SynthesizedStack BrokenStatement(Action<JsonObject> change) => Broken("EncryptLogGroups", change);

    private static SynthesizedStack Broken(string sid, Action<JsonObject> change) => SynthesizedStack.Default.Broken(file =>
    {
        foreach (var statement in file.Statements().Where(statement => statement["sid"]?.GetValue<string>() == sid).ToArray())
        {
            change(statement);
        }
    });

    /// <summary>Anywhere in the element, also by way of an alias.</summary>
    [GeneratedRegex(@"\$\{aws_kms_(key|alias)\.")]
    private static partial Regex KeyReference();

    private sealed record Producer(string Target, string KeyArgument, Func<string, string> Service, string[] Actions);
}
