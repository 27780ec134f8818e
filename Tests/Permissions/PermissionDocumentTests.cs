namespace PaymentDr.Tests.Permissions;

/// <summary>The tables in docs/permissions.md, against what is synthesized: whoever grants something shows it there.</summary>
[TestFixture]
public sealed class PermissionDocumentTests
{
    private static readonly string File = Repository.PathOf("docs", "permissions.md");

    /// <summary>A fault that is let loose in one region stays there, but for these.</summary>
    private static readonly Dictionary<string, string[]> AcrossRegions = new()
    {
        ["forward-events"] = ["events:event-bus/bus-payments"],
        ["give-back"] = ["dynamodb:table/table-ledger", "iam:role/role-recovery", "rds:cluster:cluster-books"],
        ["migrate"] = ["rds:cluster:cluster-books", "secretsmanager:secret:secret-books-admin"],
        ["pay"] = ["dynamodb:table/table-ledger"],
        ["probe"] = ["sqs:queue-payments"],
        ["process"] = ["dynamodb:table/table-ledger"],
        ["reconcile"] = ["dynamodb:table/table-ledger"],
        ["recovery"] = ["rds:cluster:cluster-books"],
        ["replicate-audit"] = ["s3:s3-audit/*"],
        ["replicate-receipts"] = ["s3:s3-receipts/*"],
        ["replicate-transactions"] = ["s3:s3-transactions/*"],
        ["rotate-secret"] = ["rds:cluster:cluster-books", "secretsmanager:secret:secret-books-admin", "secretsmanager:secret:secret-books-app", "secretsmanager:secret:secret-books-candidate"],
        ["validate"] = ["dynamodb:table/table-ledger"],
        ["verify-backups"] = ["backup:backup-vault:vault-recovery"],
    };

    [Test]
    public void Few_reach_into_the_other_region()
    {
        var across = new PermissionDocument(SynthesizedStack.Default).Across;

        Assert.That(across.Select(role => role.Key), Is.EquivalentTo(AcrossRegions.Keys));
        Assert.Multiple(() =>
        {
            foreach (var role in across)
            {
                Assert.That(role, Is.EquivalentTo(AcrossRegions[role.Key]), role.Key);
            }
        });
    }

    [Test]
    public void The_tables_are_what_is_synthesized()
    {
        var document = new PermissionDocument(SynthesizedStack.Default);
        var tables = new Dictionary<string, string>
        {
            ["roles"] = document.Roles,
            ["resources"] = document.Resources,
            ["forbidden"] = PermissionDocument.Forbidden(Proof.Of(SynthesizedStack.Default)),
        };

        GeneratedTables.AreIn(File, tables);
    }
}
