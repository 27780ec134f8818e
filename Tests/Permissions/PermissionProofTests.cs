namespace PaymentDr.Tests.Permissions;

/// <summary>
/// That everybody may do what he does, nothing else is granted, and what nobody may do is refused: docs/permissions.md says how it is known, and what
/// is not.
/// </summary>
[TestFixture]
public sealed class PermissionProofTests
{
    /// <summary>By statement and action.</summary>
    private static readonly Dictionary<string, string> GrantedInVain = new()
    {
        ["AccountDecidesByIam kms:*"] = "without it nobody could change the key's policy again; nothing else asks for a key of logs where there is no door",
        ["StartedBySecretsManager lambda:InvokeFunction"] = "secrets are rotated where they are kept, which is the other region once the two change places",
        ["WriteBalancerLogs s3:PutObject"] = "where the service's door is closed there is no load balancer; the bucket is the same",
    };

    private static readonly Lazy<Proof> Default = new(() => Proof.Of(SynthesizedStack.Default));

    private static IEnumerable<Proof> Variants => SynthesizedStack.Variants.Select(stack => stack == SynthesizedStack.Default ? Default.Value : Proof.Of(stack));

    [Test]
    public void Everything_that_is_asked_is_allowed() => IsEmpty(Variants.SelectMany(proof => proof.Refused()));

    [Test]
    public void Nothing_is_granted_that_nobody_asks_for()
    {
        var unused = Variants.SelectMany(Unused).ToArray();

        IsEmpty(unused.Where(grant => !GrantedInVain.ContainsKey(grant.Name)).Select(grant => grant.Text));
        Assert.That(GrantedInVain.Keys, Is.SubsetOf(unused.Select(grant => grant.Name)), "each reason is in use");
    }

    [Test]
    public void What_nobody_may_do_is_refused_to_everybody() => IsEmpty(Variants.SelectMany(proof => proof.Open()));

    [Test]
    public void Every_role_is_used()
    {
        var arns = new Arns(SynthesizedStack.Default);
        var roles = SynthesizedStack.Default.Elements.Where(element => element.Type == "aws_iam_role").Select(arns.Of);

        Assert.That(roles.Except(Default.Value.Made.Where(call => call.Action == "sts:AssumeRole").Select(call => call.Resource)), Is.Empty);
    }

    [Test]
    public void Every_function_and_every_service_was_recorded()
    {
        var programs = SynthesizedStack.Default.Elements
            .Select(element => element.Type switch { "aws_lambda_function" => element.Text("role"), "aws_ecs_task_definition" => element.Text("task_role_arn"), _ => null })
            .OfType<string>().Select(new Arns(SynthesizedStack.Default).Of);

        Assert.That(programs.Except(RecordedCalls.In(SynthesizedStack.Default).Select(call => ((Caller.Role)call.By).Arn)), Is.Empty);
    }

    [Test]
    public void A_service_that_is_not_asked_for_whom_it_acts_has_to_be_excepted()
    {
        var open = Default.Value.Made.Where(call => call.By is Caller.Service && Default.Value.Policies.Allow(Forbidden.ForAnother(call))).Select(call => ((Caller.Service)call.By).Name);

        Assert.That(open.Distinct(), Is.EquivalentTo(Forbidden.DeputiesWithoutAccount.Keys));
    }

    private static IEnumerable<(string Name, string Text)> Unused(Proof proof) =>
        proof.Unused().Select(grant => ($"{grant.Statement.Sid} {grant.Action}", $"{grant.Statement}: {grant.Action} on {grant.Resource}"));

    /// <summary>All of it in the message.</summary>
    private static void IsEmpty(IEnumerable<string> found)
    {
        var lines = found.Distinct().ToArray();
        Assert.That(lines, Is.Empty, string.Join('\n', lines));
    }
}
