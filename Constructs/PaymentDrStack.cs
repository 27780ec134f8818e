namespace PaymentDr;

/// <summary>The platform: one state, two regions.</summary>
public sealed class PaymentDrStack : TerraformStack
{
    public PaymentDrStack(Construct scope, PaymentDrSettings settings) : base(scope, settings.Naming.Stack)
    {
        // Write-only arguments, which keep secrets out of the state, came with 1.11. cdktf has no property for this.
        AddOverride("terraform.required_version", ">= 1.11");
        StateBackend.Declare(this, settings.Backend);

        var regions = new PerRegion<Region>(
            new Region(this, RegionRole.Primary, settings.Primary, settings.Naming),
            new Region(this, RegionRole.Secondary, settings.Secondary, settings.Naming));

        var keys = regions.Map(region => new EncryptionKeys(region, settings.Protection));
        var networks = regions.Map(region => new Network(region, new NetworkInputs
        {
            Nat = settings.Nat,
            PeerCidr = regions.Peer(region).Cidr.ToString(),
            LogKey = keys[region].Logs,
        }));
        _ = new NetworkPeering(networks);

        var tables = new Tables(regions, keys, settings.Protection);
        var books = new GlobalDatabase(networks, keys, settings.Books, settings.Protection);
        var storage = regions.Map(region => new Storage(region, new StorageInputs
        {
            Key = keys[region].Data,
            Ageing = settings.Storage,
            Protection = settings.Protection,
        }));
        _ = new BucketReplication(storage);
        var backups = new DailyBackups(regions, new DailyBackupsInputs
        {
            Keys = keys,
            Tables = tables,
            Books = books,
            Settings = settings.Backup,
            Protection = settings.Protection,
        });
        var parameters = regions.Map(region => new RegionParameters(region, keys[region]));
        var merchant = new MerchantKey(regions, keys, parameters, settings.Protection);

        var events = new EventBuses(regions, keys, settings.Events);
        var compute = new Compute(regions, new ComputeInputs
        {
            Networks = networks,
            Keys = keys,
            Ledger = tables.Ledger,
            Books = books,
            Storage = storage,
            Events = events.Regional,
            Functions = settings.Functions,
            Policy = settings.Ledger,
        });
        var zone = new DnsZone(regions.Primary, settings.Zone, settings.Protection);
        var doors = new FrontDoors(regions, new FrontDoorsInputs
        {
            Settings = settings,
            Zone = zone,
            Networks = networks,
            Keys = keys,
            Storage = storage,
            Compute = compute,
        });
        var alerts = regions.Map(region => new AlertTopic(region, keys[region].Logs, settings.Alerts));
        var watch = new Watch(regions, new WatchInputs { Compute = compute, Backups = backups, Doors = doors, DrillKey = merchant.Login });
        var recovery = doors.Open.Count == 0 ? null : new Recovery(regions, new RecoveryInputs
        {
            Compute = compute,
            Books = books,
            Doors = doors,
            DrillKey = merchant.Login,
            Alerts = alerts,
            Storage = storage,
            Pay = settings.Pay,
            Drills = settings.Drills,
        });
        var observed = Observation.Of(regions, new ObservationInputs
        {
            Tables = tables,
            Books = books,
            Storage = storage,
            Events = events,
            Compute = compute,
            Doors = doors,
            Watch = watch,
            Recovery = recovery,
        });
        observed.Each(seen => _ = new Alarms(seen, alerts[seen.Region], settings.Objectives));
        var dashboards = Dashboards.Of(regions, observed, settings.Objectives);

        if (settings.Config.Rules)
        {
            regions.Each(region => _ = new ReadinessRules(region, storage[region], settings.Config.OwnsRecorder));
        }

        regions.Each(region => Describe(parameters[region], region, tables, books, storage[region], compute.Queues[region], events.Regional[region]));
        Outputs.Declare(this, regions, tables, books, zone, doors, events, alerts, dashboards);
    }

    /// <summary>What is looked up by name; nobody has to know in which region he is.</summary>
    private static void Describe(RegionParameters parameters, Region region, Tables tables, GlobalDatabase books, Storage storage, SettlementQueues queues, RegionEvents events)
    {
        parameters.Add("ledger/table", tables.Ledger.Table.Name);
        parameters.Add("sessions/table", tables.Sessions.Table.Name);
        parameters.Add("books/endpoint", books.Clusters[region].WriterEndpoint);
        parameters.Add("books/reader-endpoint", books.Clusters[region].Cluster.ReaderEndpoint);
        parameters.Add("books/cluster-arn", books.Clusters[region].Cluster.Arn);
        parameters.Add("books/secret-arn", books.App.Arns[region]);
        parameters.Add("events/bus", events.Bus.Name);
        parameters.Add("settlement/queue-url", queues.Payments.Queue.Url);
        parameters.Add("settlement/dead-letter-queue-url", queues.Dead.Queue.Url);
        parameters.Add("storage/audit", storage.Audit.Bucket.Id);
        parameters.Add("storage/receipts", storage.Receipts.Bucket.Id);
        parameters.Add("storage/transactions", storage.Transactions.Bucket.Id);
    }
}
