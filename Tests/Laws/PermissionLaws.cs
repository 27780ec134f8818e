using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Laws;

/// <summary>Policies name what they allow. A wildcard needs a reason, here.</summary>
[TestFixture]
public sealed class PermissionLaws
{
    private static readonly Dictionary<string, string> WildcardActions = new()
    {
        ["AccountDecidesByIam kms:*"] = "without it nobody could change the key's policy again",
        ["DenyOldTls s3:*"] = "a denial, of whatever is asked",
        ["DenyPlainConnections sqs:*"] = "a denial, of whatever is asked",
        ["DenyPlainRequests s3:*"] = "a denial, of whatever is asked",
        ["EncryptLogGroups kms:GenerateDataKey*"] = "as AWS asks for it: with and without plaintext",
        ["EncryptLogGroups kms:ReEncrypt*"] = "as AWS asks for it: from and to",
        ["KeepInterfacesFromCode ec2:*"] = "a denial, of whatever is asked",
        ["KeepQueueInTheAccount sqs:*"] = "a denial, of whatever is asked",
    };

    private static readonly Dictionary<string, string> WildcardResources = new()
    {
        ["AccountDecidesByIam *"] = "in a key's policy the key itself",
        ["DeliverLog *"] = "AWS knows no single deliveries to allow",
        ["DenyOldTls *"] = "the objects of one bucket",
        ["DenyPlainRequests *"] = "the objects of one bucket",
        ["EncryptAlarms *"] = "in a key's policy the key itself",
        ["EncryptLogGroups *"] = "in a key's policy the key itself",
        ["EncryptUndeliveredEvents *"] = "in a key's policy the key itself",
        ["EnterRegistry *"] = "AWS knows no single registries to allow",
        ["FindInterfaces *"] = "AWS knows no single ones to allow",
        ["FindLogGroup log-group:*"] = "listing is evaluated on all groups",
        ["KeepInterfacesFromCode *"] = "a denial, of whatever is named",
        ["KeepInTheAccount *"] = "in a vault's policy the vault, and its points under whatever name",
        ["MakeMonitoringGroup RDSOSMetrics:*"] = "how IAM writes one group",
        ["ManageInterfaces account:*/*"] = "AWS connects functions with no less: interfaces, and the subnets and groups that they are made in",
        ["PublishSwitch *"] = "AWS knows no single metrics to allow; a condition names the namespace",
        ["PutObjects *"] = "the objects in one folder of one bucket",
        ["ReadKeys account:parameter/payment-dr/dev/keys/*"] = "one folder of parameters: merchants come and go",
        ["ReadMetrics *"] = "AWS knows no single metrics to allow",
        ["ReadVersions *"] = "the objects of one bucket",
        ["StartDrill account:automation-execution/*"] = "who starts a document starts its execution, which has no name before",
        ["WriteApiAccessLogs *"] = "two folders of one bucket",
        ["WriteAccessLogs *"] = "the objects of one bucket",
        ["WriteBalancerLogs *"] = "the objects of one bucket",
        ["WriteFlowLogs *"] = "the streams of one named group",
        ["WriteFunctionLog *"] = "the streams of one named group",
        ["WriteMonitoringStreams log-stream:*"] = "the streams of one named group",
        ["WriteReplicas *"] = "the objects of one bucket",
        ["WriteServiceLog *"] = "the streams of one named group",
        ["WriteTraces *"] = "AWS knows no single traces to allow",
    };

    /// <summary>A group that a role makes outlives the stack, and nothing says how long it keeps what is in it.</summary>
    private static readonly Dictionary<string, string> MakersOfLogGroups = new()
    {
        ["MakeMonitoringGroup"] = "AWS dictates the name of one group for all databases of the account, so it is nobody's to declare",
    };

    [Test]
    public void Every_wildcard_has_a_reason()
    {
        Assert.That(Wildcards(SynthesizedStack.Default, "actions").Except(WildcardActions.Keys), Is.Empty);
        Assert.That(Wildcards(SynthesizedStack.Default, "resources").Except(WildcardResources.Keys), Is.Empty);

        var broken = SynthesizedStack.Default.Broken(file => Statement(file, "WriteFlowLogs")["actions"] = new JsonArray("logs:*"));
        Assert.That(Wildcards(broken, "actions").Except(WildcardActions.Keys), Is.EqualTo(new[] { "WriteFlowLogs logs:*" }));

        broken = SynthesizedStack.Default.Broken(file => Statement(file, "AssumedByService")["resources"] = new JsonArray("*"));
        Assert.That(Wildcards(broken, "resources").Except(WildcardResources.Keys), Is.EqualTo(new[] { "AssumedByService *" }));
    }

    [Test]
    public void No_role_makes_log_groups_without_a_reason()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(LogGroupMakers).Distinct(), Is.EquivalentTo(MakersOfLogGroups.Keys));

        var broken = SynthesizedStack.Default.Broken(file => Statement(file, "WriteFlowLogs")["actions"] = new JsonArray("logs:Create*"));
        Assert.That(LogGroupMakers(broken).Except(MakersOfLogGroups.Keys), Has.One.EqualTo("WriteFlowLogs"));
    }

    [Test]
    public void Every_reason_is_in_use()
    {
        Assert.That(WildcardActions.Keys, Is.SubsetOf(Wildcards(SynthesizedStack.Default, "actions")));
        Assert.That(WildcardResources.Keys, Is.SubsetOf(Wildcards(SynthesizedStack.Default, "resources")));
    }

    [Test]
    public void Nobody_admits_everybody()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(OpenDoors), Is.Empty);
        Assert.That(OpenDoors(SynthesizedStack.Default.Broken(file => Statement(file, "DenyOldTls").Remove("effect"))), Is.EqualTo(new[] { "DenyOldTls" }));
    }

    [Test]
    public void Every_statement_says_what_it_is_for()
    {
        Assert.That(SynthesizedStack.Default.File.Statements().Select(statement => statement["sid"]?.GetValue<string>()), Is.Not.Empty.And.All.Not.Null);
    }

    private static IEnumerable<string> OpenDoors(SynthesizedStack stack) =>
        from statement in stack.File.Statements()
        where statement["effect"]?.GetValue<string>() is not "Deny"
        from principal in statement["principals"]?.AsArray() ?? []
        where principal!["identifiers"]!.AsArray().Any(identifier => identifier!.GetValue<string>() == "*")
        select statement["sid"]!.GetValue<string>();

    private static IEnumerable<string> LogGroupMakers(SynthesizedStack stack) => stack.File.Statements()
        .Where(statement => statement["actions"]!.AsArray().Any(action => FileSystemName.MatchesSimpleExpression(action!.GetValue<string>(), "logs:CreateLogGroup")))
        .Select(statement => statement["sid"]!.GetValue<string>())
        .Distinct();

    /// <summary>The statement and the part of the value with a wildcard.</summary>
    private static IEnumerable<string> Wildcards(SynthesizedStack stack, string member) =>
        (from statement in stack.File.Statements()
         from value in statement[member]?.AsArray() ?? []
         let text = value!.WithAccountNamed()
         where text.Contains('*')
         select $"{statement["sid"]} {(text.StartsWith("arn:", StringComparison.Ordinal) ? string.Join(':', text.Split(':')[^2..]) : text.StartsWith('$') ? "*" : text)}").Distinct();

    private static JsonObject Statement(JsonObject file, string sid) => file.Statements().First(statement => statement["sid"]!.GetValue<string>() == sid);
}
