using PaymentDr.Payments;

namespace PaymentDr.Tests.Payments.Model;

/// <summary>Runs reconciliations, and keeps the last certificate of the true books.</summary>
internal sealed class Auditor(World world)
{
    public Certificate? LastCertificate { get; private set; }

    /// <summary>When the reconciliation began that made it.</summary>
    public DateTimeOffset LastCertified { get; private set; }

    /// <summary>By the true clock, as a metric would have it.</summary>
    public DateTimeOffset? SettledThrough => LastCertificate is { } certificate ? LastCertified - (certificate.At - certificate.SettledThrough) : null;

    public async Task<Certificate?> ReconcileAsync(Process process, SiteModel site)
    {
        var began = world.Now;
        var certificate = await site.ReconciliationOf(process).RunAsync(ReconciliationScope.Routine(site.Clock), [], CancellationToken.None);
        if (certificate is not null && site.Site == world.Writer)
        {
            (LastCertificate, LastCertified) = (certificate, began);
            if (certificate.Reposted > 0)
            {
                world.Saw("reposted");
            }

            if (certificate.Recovered > 0)
            {
                world.Saw("recovered");
            }
        }

        return certificate;
    }
}
