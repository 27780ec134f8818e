using HashiCorp.Cdktf.Providers.Aws.LambdaEventSourceMapping;

namespace PaymentDr;

public sealed record ComputeInputs
{
    public required PerRegion<Network> Networks { get; init; }

    public required PerRegion<EncryptionKeys> Keys { get; init; }

    public required GlobalTable Ledger { get; init; }

    public required GlobalDatabase Books { get; init; }

    public required PerRegion<Storage> Storage { get; init; }

    public required PerRegion<RegionEvents> Events { get; init; }

    public required FunctionSettings Functions { get; init; }

    public required LedgerSettings Policy { get; init; }
}

/// <summary>From the ledger to the books, in each region the same: a pipe, a queue, and the functions on both sides of them.</summary>
public sealed class Compute
{
    public Compute(PerRegion<Region> regions, ComputeInputs inputs)
    {
        var code = new FunctionCode(TerraformStack.Of(regions.Primary));
        Sites = regions.Map(region => new FunctionSite
        {
            Region = region,
            Peer = regions.Peer(region),
            Keys = inputs.Keys[region],
            Ledger = inputs.Ledger,
            Code = code,
            Settings = inputs.Functions,
            Policy = inputs.Policy,
        });
        Queues = regions.Map(region => new SettlementQueues(region, inputs.Keys[region]));
        Pipes = regions.Map(region => new LedgerPipe(region, inputs.Ledger, Queues[region]));

        BooksFunctions = Sites.Map(site => new BooksFunctions(site, inputs.Books));
        var care = new BooksCare(inputs.Books, BooksFunctions.Primary);
        Payments = Sites.Map(site => new PaymentFunctions(new PaymentFunctionsInputs
        {
            Site = site,
            Network = inputs.Networks[site.Region],
            Books = inputs.Books,
            Queues = Queues[site.Region],
            Audit = inputs.Storage[site.Region].Audit,
            Events = inputs.Events[site.Region],
            Migration = care.Migration,
        }));
        Readers = Payments.Map(functions => new QueueReader(functions.Process, Queues[functions.Region].Payments, inputs.Functions.Process).Mapping);
    }

    public PerRegion<FunctionSite> Sites { get; }

    public PerRegion<SettlementQueues> Queues { get; }

    public PerRegion<LedgerPipe> Pipes { get; }

    public PerRegion<BooksFunctions> BooksFunctions { get; }

    public PerRegion<PaymentFunctions> Payments { get; }

    /// <summary>By which a region settles what is in its queue.</summary>
    public PerRegion<LambdaEventSourceMapping> Readers { get; }
}
