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
        var backupRoles = regions.Map(region => new BackupRole(region));
        var vaults = regions.Map(region => new RecoveryVault(region, keys[region].Data, settings.Protection, backupRoles.From(region)));
        var backups = new DailyBackups(new DailyBackupsInputs
        {
            Vaults = vaults,
            Roles = backupRoles,
            Resources = new PerRegion<IReadOnlyList<string>>(
                [tables.Ledger.Table.Arn, tables.Sessions.Table.Arn, books.Clusters.Primary.Cluster.Arn],
                [books.Clusters.Secondary.Cluster.Arn]),
            Settings = settings.Backup,
        });
        var parameters = regions.Map(region => new RegionParameters(region, keys[region]));
        var merchant = new MerchantKey(regions, keys, parameters, settings.Protection);

        var queues = regions.Map(region => new SettlementQueues(region, keys[region]));
        var sites = regions.Map(region => new FunctionSite
        {
            Region = region,
            Peer = regions.Peer(region),
            Keys = keys[region],
            Ledger = tables.Ledger,
            Settings = settings.Functions,
            Policy = settings.Ledger,
        });
        var care = new BooksCare(books, sites.Map(site => new BooksFunctions(site, books)).Primary);
        var payments = sites.Map(site => new PaymentFunctions(new PaymentFunctionsInputs
        {
            Site = site,
            Network = networks[site.Region],
            Books = books,
            Queues = queues[site.Region],
            Audit = storage[site.Region].Audit,
        }));
        payments.Each(functions => _ = new QueueReader(functions.Process, queues[functions.Region].Payments, settings.Functions.Process, care.Migration));
        regions.Each(region => _ = new LedgerPipe(region, tables.Ledger, queues[region]));
        var probe = new ProbeTargets(regions, queues, merchant.Login, new FrontDoorNames($"api.{settings.ZoneName}", regions.Map(region => $"{Naming.Of(region.Role)}.api.{settings.ZoneName}")));
        sites.Each(site => _ = new WatchFunctions(new WatchFunctionsInputs
        {
            Site = site,
            Books = books,
            Queues = queues.From(site.Region),
            Vaults = vaults.From(site.Region),
            BackedUp = backups.Resources,
            DrillKey = merchant.Login,
            Probe = probe.Of(site.Region),
        }));
        regions.Each(region => Describe(parameters[region], region, tables, books, storage[region]));

        _ = new TerraformOutput(this, "primary_vpc_id", new TerraformOutputConfig { Value = regions.Primary.Vpc.Id });
        _ = new TerraformOutput(this, "secondary_vpc_id", new TerraformOutputConfig { Value = regions.Secondary.Vpc.Id });
        _ = new TerraformOutput(this, "dynamodb_table_name", new TerraformOutputConfig { Value = tables.Ledger.Table.Name });
        _ = new TerraformOutput(this, "sessions_table_name", new TerraformOutputConfig { Value = tables.Sessions.Table.Name });
        _ = new TerraformOutput(this, "global_database_id", new TerraformOutputConfig { Value = books.Database.Id });
        _ = new TerraformOutput(this, "primary_books_endpoint", new TerraformOutputConfig { Value = books.Clusters.Primary.WriterEndpoint });
        _ = new TerraformOutput(this, "secondary_books_endpoint", new TerraformOutputConfig { Value = books.Clusters.Secondary.WriterEndpoint });
    }

    /// <summary>What is looked up by name; nobody has to know in which region he is.</summary>
    private static void Describe(RegionParameters parameters, Region region, Tables tables, GlobalDatabase books, Storage storage)
    {
        parameters.Add("ledger/table", tables.Ledger.Table.Name);
        parameters.Add("sessions/table", tables.Sessions.Table.Name);
        parameters.Add("books/endpoint", books.Clusters[region].WriterEndpoint);
        parameters.Add("books/reader-endpoint", books.Clusters[region].Cluster.ReaderEndpoint);
        parameters.Add("books/cluster-arn", books.Clusters[region].Cluster.Arn);
        parameters.Add("books/secret-arn", books.App.Arns[region]);
        parameters.Add("storage/audit", storage.Audit.Bucket.Id);
        parameters.Add("storage/receipts", storage.Receipts.Bucket.Id);
        parameters.Add("storage/transactions", storage.Transactions.Bucket.Id);
    }
}
