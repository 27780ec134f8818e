namespace PaymentDr.Tests.Permissions;

/// <summary>
/// What the proof is worth: each statement is left out in turn, and so is each of its actions, resources and conditions. Somebody must lack it, or
/// somebody must be able to do what nobody may.
/// </summary>
[TestFixture]
public sealed class MutationTests
{
    private const string ForwardedEvents = "within one account the role of the sender's rule is enough; the bus names the rule, should it ever admit more";

    private const string SameKey = "process takes messages and puts some aside, under one key: each way alone has to be granted to whoever goes that way only";

    private const string RotatedElsewhere = "of the region in which no secret is rotated: the other region's function has the same policy, and there it is noticed";

    private const string BackupByAws = "who uses a vault is allowed to by AWS's own policies, which are not judged here";

    private const string NamedAtHome = "within one account it is enough that the role at home names this one; said on both sides, as who reads this one's policy expects";

    /// <summary>By statement, and what of it is left out.</summary>
    private static readonly Dictionary<string, string> Unnoticed = new()
    {
        ["ActAtHome"] = NamedAtHome,
        ["ActAtHome on role"] = NamedAtHome,
        ["ActAtHome sts:AssumeRole"] = NamedAtHome,
        ["AdmitForwardedEvents"] = ForwardedEvents,
        ["AdmitForwardedEvents events:PutEvents"] = ForwardedEvents,
        ["AdmitForwardedEvents on event-bus"] = ForwardedEvents,
        ["AdmitForwardedEvents if aws:SourceArn"] = ForwardedEvents,
        ["DecryptMessages"] = SameKey,
        ["DecryptMessages kms:Decrypt"] = SameKey,
        ["DecryptMessages on key"] = SameKey,
        ["EncryptMessages kms:Decrypt"] = SameKey,
        ["KeepInTheAccount if aws:PrincipalAccount"] = BackupByAws,
        ["KeepInTheAccount if aws:PrincipalIsAWSService"] = BackupByAws,
        ["KeepQueueInTheAccount if aws:PrincipalAccount"] = "no role of ours uses the queue of undelivered events; the other queues have the same statement",
        ["KeepQueueInTheAccount if aws:PrincipalIsAWSService"] = "no service uses the queues of payments in its own name; the queue of undelivered events has the same statement",
        ["StartedBySecretsManager"] = RotatedElsewhere,
        ["StartedBySecretsManager lambda:InvokeFunction"] = RotatedElsewhere,
        ["StartedBySecretsManager on function"] = RotatedElsewhere,
        ["StartedBySecretsManager if aws:SourceAccount"] = RotatedElsewhere,
    };

    [Test]
    public void Whatever_is_left_out_is_noticed()
    {
        var proof = Proof.Of(SynthesizedStack.Default);
        var mutants = proof.Policies.Statements.SelectMany(Mutate).ToArray();
        var survivors = mutants.AsParallel().AsOrdered().Where(mutant => !proof.Notices(mutant.Old, mutant.Changed)).ToArray();
        foreach (var kind in mutants.GroupBy(mutant => mutant.Kind))
        {
            TestContext.Out.WriteLine($"{kind.Key}: {kind.Count() - survivors.Count(mutant => mutant.Kind == kind.Key)} of {kind.Count()} are noticed");
        }

        var unexplained = survivors.Where(mutant => !Unnoticed.ContainsKey(mutant.Name)).Select(mutant => $"{mutant.Name}, of {mutant.Old.Holder}").ToArray();
        Assert.That(unexplained, Is.Empty, string.Join('\n', unexplained));
        Assert.That(Unnoticed.Keys, Is.SubsetOf(survivors.Select(mutant => mutant.Name)), "each reason is in use");
    }

    private static IEnumerable<Mutant> Mutate(Statement statement) =>
    [
        new("statements", statement.Sid, statement, null),
        .. Without(statement.Actions).Select(less => new Mutant("actions", $"{statement.Sid} {less.Gone}", statement, statement with { Actions = less.Left })),
        .. Without(statement.Resources).Select(less => new Mutant("resources", $"{statement.Sid} on {Kind(less.Gone)}", statement, statement with { Resources = less.Left })),
        .. Without(statement.Conditions).Select(less => new Mutant("conditions", $"{statement.Sid} if {less.Gone.Key}", statement, statement with { Conditions = less.Left })),
    ];

    /// <summary>As in key/name, cluster:name or *.</summary>
    private static string Kind(string resource) => resource.Split(':', 6)[^1].Split('/', ':')[0];

    private static IEnumerable<(T Gone, T[] Left)> Without<T>(T[] list) =>
        list.Select((gone, index) => (gone, list.Where((_, other) => other != index).ToArray()));

    private sealed record Mutant(string Kind, string Name, Statement Old, Statement? Changed);
}
