namespace PaymentDr.Tests.Regional.Backup;

[TestFixture]
public sealed class RecoveryVaultTests
{
    [Snapshot]
    [TestCase("primary")]
    [TestCase("secondary")]
    public void Role(string region) => Snapshot.Verify(SynthesizedStack.Default.Slice($"{region}/backup-role"));

    [Snapshot]
    [TestCase("primary")]
    [TestCase("secondary")]
    public void Vault(string region) => Snapshot.Verify(SynthesizedStack.Default.Slice($"{region}/recovery-vault"));
}
