namespace PaymentDr.Tests.Permissions;

[TestFixture]
public sealed class ProofTests
{
    [Test]
    public void Everything_that_is_asked_is_allowed() => IsEmpty(Proof.Of(SynthesizedStack.Default).Refused());

    [Test]
    public void Nothing_is_granted_that_nobody_asks_for() => IsEmpty(Proof.Of(SynthesizedStack.Default).Unused().Select(grant => $"{grant.Statement}: {grant.Action} on {grant.Resource}"));

    [Test]
    public void What_nobody_may_do_is_refused_to_everybody() => IsEmpty(Proof.Of(SynthesizedStack.Default).Open());

    /// <summary>All of it in the message.</summary>
    private static void IsEmpty(IEnumerable<string> found)
    {
        var lines = found.ToArray();
        Assert.That(lines, Is.Empty, string.Join('\n', lines));
    }
}
