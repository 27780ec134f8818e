using System.Text.Json.Nodes;
using PaymentDr.Tests.Recovery;
using PaymentDr.Tests.Workflows;

namespace PaymentDr.Tests.Laws;

/// <summary>
/// Whatever detecting the loss of a region, deciding, failing over and running afterwards touch is in the region that goes on, or is done without. It holds
/// for the loss of either region.
/// </summary>
[TestFixture]
public sealed class RecoveryPathLaws
{
    private const string Home = "us-east-1";

    /// <summary>What a recovery does not start: by region that goes on.</summary>
    private static readonly Dictionary<string, string[]> NotOfRecovery = new()
    {
        // Deployments migrate. Secrets are rotated at home, and people order the way back when both regions are there. A drill refuses to begin.
        ["secondary"] = ["function-migrate", "function-rotate-secret", "function-drill", "function-give-back", "workflow-failback"],
        ["primary"] = ["function-migrate"],
    };

    /// <summary>Where its door is closed nobody asks them.</summary>
    private static readonly string[] OfTheApi = ["function-authorize", "function-health", "function-validate"];

    private static SynthesizedStack Default => SynthesizedStack.Default;

    [Test]
    public void Nothing_on_the_way_is_in_the_lost_region_or_needs_a_global_control_plane() => IsEmpty(SynthesizedStack.Variants.SelectMany(Faults));

    /// <summary>What nothing here starts would not run, and would not be looked at.</summary>
    [Test]
    public void Every_program_of_the_region_that_goes_on_is_on_the_way()
    {
        IsEmpty(SynthesizedStack.Variants.SelectMany(LeftOut));
        Assert.That(RecoveryPath.Of(Default).ToDictionary(path => path.Survivor, path => path.LeftOut().Order()), Is.EqualTo(NotOfRecovery.ToDictionary(left => left.Key, left => left.Value.Order())));

        var broken = Default.Broken(file =>
        {
            foreach (var part in new[] { "deciding/decide/schedule/decide", "deciding/decide/schedule/decide-target" })
            {
                At(file, $"secondary/{part}")["provider"] = "aws.primary";
            }
        });
        Assert.That(LeftOut(broken), Is.EqualTo(new[] { "secondary goes on: nothing in it starts function-decide" }));
    }

    [Test]
    public void What_is_done_without_is_shown_to_be_and_is_reached_for()
    {
        var reached = (
            from path in RecoveryPath.Of(Default)
            from reach in path.Outside
            select (Tolerated: path.Tolerance(reach.Touch)!, reach.Touch)).ToArray();
        IEnumerable<string> inVain =
        [
            .. from tolerated in ToleratedAbsence.All
               from what in tolerated.Of
               where !reached.Any(reach => reach.Tolerated == tolerated && (reach.Touch.To.Name == what || reach.Touch.To.Kind == what))
               select $"{tolerated.Who} does not reach for {what}",
            .. from tolerated in ToleratedAbsence.All
               from argument in tolerated.Arguments
               where !reached.Any(reach => reach.Tolerated == tolerated && reach.Touch.Way.EndsWith(argument, StringComparison.Ordinal))
               select $"{tolerated.Who} does not reach by {argument}",
        ];

        Assert.That(inVain, Is.Empty);
        Assert.That(reached.Where(reach => reach.Touch.IsCaught), Is.Empty, "docs/recovery-path.md says that no catch is needed");
        Assert.That(ToleratedAbsence.All.Select(tolerated => tolerated.ShownBy).Where(test => !DocumentLaws.Tests.Contains(test)), Is.Empty);
    }

    [Test]
    public void The_way_to_the_other_network_leads_nowhere_else()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Detours), Is.Empty);

        Assert.That(Detours(Broken("secondary/peering/route-0", route => route["destination_cidr_block"] = "0.0.0.0/0")), Has.One.Contains("secondary_peering_route-0"));
    }

    [Test]
    public void A_topic_of_the_lost_region_is_found() => Finds(
        Broken("secondary/takeover/failover/machine", machine => Exchange(machine, "definition", "secondary/alerts/topic", "primary/alerts/topic")),
        "workflow workflow-failover > state TellFailedOver.TopicArn > topic topic-alerts");

    [Test]
    public void A_secret_of_the_lost_region_is_found()
    {
        Finds(
            BrokenVariable("secondary/takeover/recover/function", "BOOKS_SECRET_ARN", Reference("primary/login-books-app/secret")),
            "function function-recover > environment.variables.BOOKS_SECRET_ARN > secret secret-books-app");
        Finds(
            Broken("primary/login-drill-key/secret", secret => secret["replica"] = new JsonArray()),
            "environment.variables.DOORS.keySecret > secret secret-drill-key", Thing.Unknown);
    }

    [Test]
    public void A_table_of_the_lost_region_is_found()
    {
        Finds(
            BrokenVariable("secondary/watch/probe/function", "LEDGER_TABLE", Reference("primary/table-ledger/table")),
            "detecting: rule schedule-probe > has > rule watch/probe/schedule/probe-target > arn > function function-probe > environment.variables.LEDGER_TABLE > table table-ledger");
        Finds(
            BrokenVariable("secondary/payments/validate/function", "LEDGER_TABLE", Reference("primary/table-ledger/table")),
            "function function-validate > environment.variables.LEDGER_TABLE > table table-ledger");
        Finds(
            Broken("secondary/ledger-pipe/pipe", pipe => pipe["source"] = Reference("primary/table-ledger/table", "stream_arn")),
            "pipe pipe-ledger > source > table table-ledger");
    }

    [TestCase("route53:ChangeResourceRecordSets")]
    [TestCase("iam:PassRole")]
    [TestCase("acm:RequestCertificate")]
    [TestCase("s3:PutBucketPolicy")]
    [TestCase("organizations:*")]
    [TestCase("*")]
    public void A_global_control_plane_is_found(string action) => Finds(
        BrokenGrant("secondary/takeover/failover", statement => statement["actions"]!.AsArray().Add(action)),
        $"workflow workflow-failover > role_arn > role role-workflow-failover > {action}, which is served by a global control plane", region: null);

    [Test]
    public void A_grant_in_the_lost_region_is_found() => Finds(
        BrokenGrant("secondary/deciding/decide", statement => statement["resources"]!.AsArray().Add(Reference("primary/alerts/topic"))),
        "function function-decide > role > role role-decide > may logs:CreateLogStream, logs:PutLogEvents > topic topic-alerts");

    [Test]
    public void An_artefact_of_the_wrong_side_is_found()
    {
        Finds(
            Broken("secondary/pay/tasks/definition", task => Exchange(task, "container_definitions", "secondary/pay/images/repository", "primary/pay/images/repository")),
            "service task-pay > container_definitions.image > artefact repository-pay");
        Finds(BrokenCode(("s3_bucket", Reference("primary/storage/audit/bucket", "id"))), "function function-recover > s3_bucket > artefact s3-audit");
        Finds(BrokenCode(("s3_bucket", "code-of-everybody")), "function function-recover > s3_bucket > artefact s3:code-of-everybody", Thing.Unknown);
        Finds(BrokenCode(("image_uri", $"123456789012.dkr.ecr.{Home}.amazonaws.com/functions:1")), "function function-recover > image_uri > artefact 123456789012.dkr.ecr");
        Finds(BrokenCode(("layers", new JsonArray($"arn:aws:lambda:{Home}:123456789012:layer:tools:1"))), "function function-recover > layers > what AWS has lambda:layer:tools:1");
    }

    [Test]
    public void A_key_of_the_lost_region_is_found()
    {
        Finds(
            Broken("secondary/takeover/recover/function", function => function["kms_key_arn"] = Reference("primary/keys/data/key")),
            "function function-recover > kms_key_arn > key key-data");
        Finds(
            Broken("primary/table-ledger/table", table => table["replica"]![0]!["kms_key_arn"] = Reference("primary/keys/data/key")),
            "table table-ledger > replica.kms_key_arn > key key-data");
    }

    [Test]
    public void A_queue_of_the_lost_region_is_found() => Finds(
        BrokenVariable("secondary/payments/process/function", "DEAD_LETTER_QUEUE_URL", Reference("primary/settlement/dead/queue", "url")),
        "function function-process > environment.variables.DEAD_LETTER_QUEUE_URL > queue queue-payments-dead");

    [Test]
    public void A_schedule_for_the_lost_region_is_found() => Finds(
        Broken("secondary/watch/probe/schedule/probe-target", target => target["arn"] = Reference("primary/watch/probe/function")),
        "rule schedule-probe > has > rule watch/probe/schedule/probe-target > arn > function function-probe");

    [Test]
    public void An_alarm_that_tells_the_lost_region_is_found() => Finds(
        Broken("secondary/alarms/decide-does-not-run/alarm", alarm => alarm["alarm_actions"] = new JsonArray(Reference("primary/alerts/topic"))),
        "alarm alarm-decide-does-not-run > alarm_actions > topic topic-alerts");

    [Test]
    public void A_log_in_the_lost_region_is_found() => Finds(
        Broken("secondary/deciding/decide/function", function => function["logging_config"]!["log_group"] = Reference("primary/payments/validate/log", "name")),
        "function function-decide > logging_config.log_group > log logs-validate");

    [Test]
    public void A_door_with_a_certificate_of_the_lost_region_is_found() => Finds(
        Broken("secondary/api/failover/domain", domain => domain["regional_certificate_arn"] = Reference("primary/certificates/issued", "certificate_arn")),
        "door api.payments.invalid > regional_certificate_arn > certificate certificates/issued");

    [Test]
    public void An_address_without_a_region_is_found()
    {
        Finds(
            BrokenVariable("secondary/takeover/recover/function", "AWS_ENDPOINT_URL_STS", "https://sts.amazonaws.com"),
            "function function-recover > environment.variables.AWS_ENDPOINT_URL_STS > endpoint sts.amazonaws.com", Thing.Unknown);
        Finds(
            BrokenVariable("secondary/takeover/recover/function", "DOORS", """{"doors":["https://pay.example.com"]}"""),
            "function function-recover > environment.variables.DOORS.doors > address pay.example.com", Thing.Unknown);
        Finds(
            BrokenVariable("secondary/takeover/recover/function", "DOORS", """{"doors":["https://primary.api.payments.invalid"]}"""),
            "function function-recover > environment.variables.DOORS.doors > name primary.api.payments.invalid");
    }

    [Test]
    public void A_program_that_is_told_the_lost_region_is_found()
    {
        Finds(
            Broken("secondary/pay/tasks/definition", task => task["container_definitions"] =
                ((string)task["container_definitions"]!).Replace("""AWS_REGION","value":"us-west-2""", $"""AWS_REGION","value":"{Home}""", StringComparison.Ordinal)),
            $"service task-pay > container_definitions.environment.AWS_REGION > region {Home}");
        Finds(BrokenVariable("secondary/takeover/recover/function", "AWS_REGION", Home), $"function function-recover > environment.variables.AWS_REGION > region {Home}");
    }

    /// <summary>As if it had been done: a catch that asks again, tells people or ends is none that does without.</summary>
    [Test]
    public void A_catch_that_goes_on_does_without_and_no_other_does()
    {
        Assert.That(Faults(BrokenState("Reconcile", AskAtHome)), Is.Empty);

        Finds(
            BrokenState("Reconcile", state =>
            {
                AskAtHome(state);
                state["Catch"]![0]!["Next"] = "TellCompleteReignFailed";
            }),
            "state Reconcile.FunctionName > function function-reconcile");
        Finds(
            BrokenState("Reconcile", state =>
            {
                AskAtHome(state);
                state["Catch"]![0]!["ErrorEquals"] = new JsonArray("States.Timeout");
            }),
            "state Reconcile.FunctionName > function function-reconcile");
        Finds(BrokenState("Promote", state => state["Parameters"]!["TargetDbClusterIdentifier"] = Reference("primary/books/cluster")), "state Promote.TargetDbClusterIdentifier > database cluster-books");

        static void AskAtHome(JsonNode state) => state["Parameters"]!["FunctionName"] = Reference("primary/payments/reconcile/function");

        static SynthesizedStack BrokenState(string name, Action<JsonNode> change) => Default.BrokenStates("failover-secondary", states => change(states[name]!));
    }

    /// <summary>By the other policy no payment is taken on while a region is away: that is the setting's meaning, and no recovery.</summary>
    [Test]
    public void A_ledger_that_must_answer_is_not_done_without() => Finds(
        SynthesizedStack.Of(TestSettings.With(("PAYMENTDR__Ledger__OnPeerLoss", "Refuse"))),
        "role role-validate > asks dynamodb:PutItem > table table-ledger");

    [Test]
    public void The_same_is_found_when_the_secondary_is_lost() => Assert.That(
        Faults(Broken("primary/takeover/failover/machine", machine => Exchange(machine, "definition", "primary/alerts/topic", "secondary/alerts/topic"))),
        Has.Some.EqualTo("primary goes on, failing over: workflow workflow-failover > state TellFailedOver.TopicArn > topic topic-alerts in us-west-2"));

    private static IEnumerable<string> Faults(SynthesizedStack stack) => RecoveryPath.Of(stack).SelectMany(path => path.Faults());

    private static IEnumerable<string> LeftOut(SynthesizedStack stack) =>
        from path in RecoveryPath.Of(stack)
        from program in path.LeftOut()
        where !NotOfRecovery[path.Survivor].Contains(program) && (stack.Count("aws_api_gateway_rest_api") > 0 || !OfTheApi.Contains(program))
        select $"{path.Survivor} goes on: nothing in it starts {program}";

    /// <summary>Routes by a peering to anything but the network at its other end.</summary>
    private static IEnumerable<string> Detours(SynthesizedStack stack) =>
        from route in stack.Elements
        where route.Type == "aws_route" && route.Text("vpc_peering_connection_id") is not null
        let other = stack.Elements.Single(element => element.Type == "aws_vpc" && element.Scope != route.Scope)
        where route.Text("destination_cidr_block") != other.Text("cidr_block")
        select route.ToString();

    /// <param name="region">In which it is; null where the fault says none.</param>
    private static void Finds(SynthesizedStack stack, string fault, string? region = Home) =>
        Assert.That(
            Faults(stack).Where(found => found.StartsWith("secondary goes on, ", StringComparison.Ordinal) && (region is null || found.EndsWith($" in {region}", StringComparison.Ordinal))),
            Has.Some.Contains(fault));

    private static SynthesizedStack BrokenVariable(string function, string name, string value) => Broken(function, body => body["environment"]!["variables"]![name] = value);

    private static SynthesizedStack BrokenCode((string Argument, JsonNode Value) code) => Broken("secondary/takeover/recover/function", function =>
    {
        function.Remove("filename");
        function[code.Argument] = code.Value;
    });

    /// <summary>The first statement of the role that stands there.</summary>
    private static SynthesizedStack BrokenGrant(string path, Action<JsonObject> change) => Default.Broken(file =>
    {
        var document = Default.Elements.Single(element => element.Type == "aws_iam_role_policy" && element.Path.StartsWith($"{path}/", StringComparison.Ordinal)).Text("policy")!;
        var granted = Default.Referenced(document);
        change(file["data"]![granted.Type]![granted.LogicalId]!["statement"]![0]!.AsObject());
    });

    private static SynthesizedStack Broken(string path, Action<JsonObject> change) => Default.Broken(file => change(At(file, path)));

    private static JsonObject At(JsonObject file, string path) => file["resource"]![At(path).Type]![At(path).LogicalId]!.AsObject();

    private static Element At(string path) => Default.Elements.Single(element => element.Kind == "resource" && element.Path == path);

    private static string Reference(string path, string attribute = "arn") => $"${{{At(path).Address}.{attribute}}}";

    private static void Exchange(JsonObject body, string argument, string from, string to) =>
        body[argument] = ((string)body[argument]!).Replace($"{At(from).Address}.", $"{At(to).Address}.", StringComparison.Ordinal);

    /// <summary>All of it in the message.</summary>
    private static void IsEmpty(IEnumerable<string> found)
    {
        var lines = found.Distinct().ToArray();
        Assert.That(lines, Is.Empty, string.Join('\n', lines));
    }
}
