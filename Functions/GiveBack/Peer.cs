using System.Text.Json;
using PaymentDr.Aws;
using PaymentDr.Functions.Reconcile;
using PaymentDr.Functions.Recover;
using PaymentDr.Hosting;
using PaymentDr.Payments;

namespace PaymentDr.Functions.GiveBack;

/// <summary>The primary, under the role that it keeps for this one caller.</summary>
public sealed class Peer(Platform platform)
{
    /// <summary>For a reconciliation of a day there.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    private readonly string _role = platform.Variables.Get("RECOVERY_ROLE_ARN");
    private readonly string _recover = platform.Variables.Get("PEER_RECOVER_FUNCTION");
    private readonly string _reconcile = platform.Variables.Get("PEER_RECONCILE_FUNCTION");
    private readonly string _cluster = platform.Variables.Get("PEER_BOOKS_CLUSTER");

    /// <summary>With credentials that last for what is asked next.</summary>
    public Task<AwsRegion> RegionAsync(CancellationToken cancellation) => platform.PeerRegionAsAsync(_role, cancellation);

    public Task RaiseAsync(Epoch epoch, CancellationToken cancellation)
    {
        var request = new RecoverRequest { Step = RecoverStep.RaiseBooks, Epoch = epoch.Number };
        return AskAsync(_recover, JsonSerializer.SerializeToUtf8Bytes(request, RecoverJson.Default.RecoverRequest), cancellation);
    }

    public async Task<ReconcileAnswer> ReconcileAsync(CancellationToken cancellation)
    {
        var request = new ReconcileRequest { Scope = ReconcileScope.ChangeOfReign, Certificate = true };
        var answer = await AskAsync(_reconcile, JsonSerializer.SerializeToUtf8Bytes(request, ReconcileJson.Default.ReconcileRequest), cancellation);
        return JsonSerializer.Deserialize(answer, ReconcileJson.Default.ReconcileAnswer)!;
    }

    /// <summary>How far its books were behind, as Aurora publishes it where they follow.</summary>
    public async Task<IReadOnlyList<LagSample>> LagAsync(DateTimeOffset until, CancellationToken cancellation) =>
        await new BooksLag(new CloudWatch(await RegionAsync(cancellation)), _cluster).SamplesAsync(until, cancellation);

    private async Task<byte[]> AskAsync(string function, byte[] request, CancellationToken cancellation) =>
        await new LambdaFunction(await RegionAsync(cancellation), function, Patience).InvokeAsync(request, cancellation);
}
