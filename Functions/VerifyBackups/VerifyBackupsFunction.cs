using System.Text.Json;
using System.Text.Json.Serialization;
using PaymentDr.Aws;
using PaymentDr.Hosting;
using PaymentDr.Runtime;

namespace PaymentDr.Functions.VerifyBackups;

/// <summary>Asks the vaults of both regions for recent recovery points. A vault that cannot be asked counts as one without any.</summary>
public sealed class VerifyBackupsFunction(IReadOnlyDictionary<string, BackupVault> vaults, int resources, TimeProvider clock)
{
    /// <summary>A day, and the time that a backup and its copy may take.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromHours(36);

    public static VerifyBackupsFunction On(Platform platform) => new(
        new[] { (Region: platform.Region, Name: "BACKUP_VAULT"), (Region: platform.PeerRegion, Name: "PEER_BACKUP_VAULT") }
            .ToDictionary(vault => vault.Region.Name, vault => new BackupVault(vault.Region, platform.Variables.Get(vault.Name))),
        platform.Variables.Get("BACKUP_RESOURCES", 1),
        platform.Clock);

    public async Task<ReadOnlyMemory<byte>> HandleAsync(ReadOnlyMemory<byte> payload, LambdaContext context, CancellationToken cancellation)
    {
        var findings = await Task.WhenAll(vaults.Select(vault => LookAsync(vault.Key, vault.Value, context.Logger, cancellation)));

        return JsonSerializer.SerializeToUtf8Bytes(findings, VerifyBackupsJson.Default.VaultFindingArray);
    }

    private async Task<VaultFinding> LookAsync(string region, BackupVault vault, StructuredLog log, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        VaultFinding finding;
        try
        {
            var newest = await vault.NewestAsync(now - Recent, cancellation);
            finding = new VaultFinding(region, newest.Count, newest.Count >= resources);
            log.Info("Vault.", ("vaultRegion", region), ("resources", newest.Count), ("wanted", resources));
            if (newest.Count > 0)
            {
                log.Measure(new Metrics(("VaultRegion", region)).Seconds("BackupAgeSeconds", now - newest.Values.Min()));
            }
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            log.Error("The vault cannot be asked.", exception, ("vaultRegion", region));
            finding = new VaultFinding(region, Resources: 0, IsComplete: false);
        }

        log.Measure(new Metrics(("VaultRegion", region)).Count("BackupsMissing", Math.Max(0, resources - finding.Resources)));
        return finding;
    }
}

/// <summary>How many resources have a recent recovery point in a region's vault.</summary>
public sealed record VaultFinding(string Region, int Resources, bool IsComplete);

/// <summary>The answer on the wire.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(VaultFinding[]))]
internal sealed partial class VerifyBackupsJson : JsonSerializerContext;
