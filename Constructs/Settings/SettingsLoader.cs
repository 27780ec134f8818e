using System.Globalization;
using System.Net;
using PaymentDr.Payments;
using static PaymentDr.SettingValues;

namespace PaymentDr;

/// <summary>Reads and judges the settings, once, at the edge: constructs may assume that they are valid.</summary>
public static class SettingsLoader
{
    private const string SuffixVariable = "ENVIRONMENT_SUFFIX";
    private const string DefaultSuffix = "dev";

    /// <summary>A certificate's first name ends at 64, and it is "api." and the zone.</summary>
    private const int LongestZone = 60;

    /// <exception cref="SettingsException">Something is missing, unknown or not allowed.</exception>
    public static PaymentDrSettings Load(string folder, IReadOnlyDictionary<string, string?> environment)
    {
        var naming = new Naming(ReadSuffix(environment));
        var source = new SettingsSource(folder, naming.Suffix, environment);
        var top = source.Top;

        var (primary, secondary) = (top.Section("Primary"), top.Section("Secondary"));
        var (one, other) = (ReadRegion(primary), ReadRegion(secondary));
        var settings = new PaymentDrSettings
        {
            Naming = naming,
            Primary = one,
            Secondary = other,
            Zone = ReadZone(top.Section("Zone")),
            Doors = ReadDoors(top.Section("Doors")),
            Api = ReadApi(top.Section("Api")),
            Pay = ReadPay(top.Section("Pay")),
            HealthChecks = ReadHealthChecks(top.Section("HealthChecks")),
            Objectives = ReadObjectives(top.Section("Objectives")),
            Drills = ReadDrills(top.Section("Drills")),
            Nat = top.Section("Network").Choice<NatGateways>("Nat") ?? default,
            Protection = top.Choice<Protection>("Protection") ?? default,
            Books = ReadBooks(top.Section("Books")),
            Storage = ReadStorage(top.Section("Storage")),
            Backup = new(top.Section("Backup").Number("RetentionDays", 1, 35, "days")),
            Functions = ReadFunctions(top.Section("Functions")),
            Ledger = ReadLedger(top.Section("Ledger")),
            Events = ReadEvents(top.Section("Events")),
            Alerts = ReadAlerts(top.Section("Alerts")),
            Config = ReadConfig(top.Section("Config")),
            Backend = ReadBackend(top.Section("Backend"), naming.Stack, one.Code)!,
        };

        JudgePair(one, other, primary, secondary);
        top.RefuseUnknownKeys();
        source.ThrowIfRefused();
        return settings;
    }

    private static string ReadSuffix(IReadOnlyDictionary<string, string?> environment)
    {
        var suffix = environment.GetValueOrDefault(SuffixVariable);
        if (string.IsNullOrEmpty(suffix))
        {
            return DefaultSuffix;
        }

        // Judged alone and first: it names the file that the others are read from.
        var allowed = $"must be 1 to {Naming.LongestSuffix} lower-case letters and digits, in words joined by single hyphens, because it ends every name";
        return Naming.IsSuffix(suffix) ? suffix : throw new SettingsException([new(SuffixVariable, suffix, null, allowed)]);
    }

    private static RegionSettings ReadRegion(SettingsSection section)
    {
        var code = section.Text("Region", $"a region of AWS: {string.Join(", ", AwsRegions.Codes)}", AwsRegions.Codes.Contains);
        var cidr = section.Text("Cidr", "an IPv4 network from /16 to /20 without host bits, such as 10.0.0.0/16", IsNetwork);
        var zones = section.List(
            "Zones",
            $"3 to 6 different zones of {code ?? "the region"}, such as {code ?? "us-east-1"}a",
            zones => zones.Count is >= 3 and <= 6 && zones.Distinct().Count() == zones.Count && zones.All(zone => IsZoneOf(code, zone)),
            fallback: code is null ? [] : AwsRegions.DefaultZones(code));
        return new(code!, cidr is null ? default : IPNetwork.Parse(cidr), zones);
    }

    /// <summary>What only the two together can break. A value that was refused already is not judged again.</summary>
    private static void JudgePair(RegionSettings one, RegionSettings other, SettingsSection primary, SettingsSection secondary)
    {
        if (one.Code is not (null or "us-east-1"))
        {
            primary.Refuse("Region", "must be us-east-1: Route 53 publishes the metrics of its health checks only there, and the primary's alarms watch them");
        }

        if (other.Code is not null && other.Code == one.Code)
        {
            secondary.Refuse("Region", $"must differ from Primary:Region ({one.Code}): one region cannot stand in for itself");
        }

        if (one.Cidr != default && other.Cidr != default && (one.Cidr.Contains(other.Cidr.BaseAddress) || other.Cidr.Contains(one.Cidr.BaseAddress)))
        {
            secondary.Refuse("Cidr", $"must not overlap Primary:Cidr ({one.Cidr}): the two networks are peered");
        }
    }

    private static ZoneSettings ReadZone(SettingsSection section)
    {
        var zone = new ZoneSettings(
            section.Text(
                "Name",
                $"a DNS name in lower case of at most {LongestZone} characters, such as payments.example.org",
                name => name.Length <= LongestZone && IsDnsName(name))!,
            section.OptionalText("Id", "the id of a hosted zone, such as Z0123456789ABCDEFGHIJ", IsZoneId),
            section.OptionalText("ParentId", "the id of a hosted zone, such as Z0123456789ABCDEFGHIJ", IsZoneId),
            section.Flag("Delegated"));
        if (zone is { Id: not null, ParentId: not null })
        {
            section.Refuse("ParentId", "must not be set beside Zone:Id: an existing zone is delegated already, and only one that is made here has to be");
        }

        if (zone is { IsDelegated: false } and not { Id: null, ParentId: null })
        {
            section.Refuse("Delegated", "must be true beside Zone:Id and Zone:ParentId: only a zone that people have to delegate waits for them");
        }

        return zone;
    }

    private static DoorSettings ReadDoors(SettingsSection section)
    {
        var doors = new DoorSettings(section.Flag("Api"), section.Flag("Pay"), section.Number("RequestsPerAddress", 10, 2_000_000_000, "in five minutes"));
        if (doors is { Api: false, Pay: false })
        {
            section.Refuse("Pay", "must be true where Doors:Api is false: nobody could pay");
        }

        return doors;
    }

    private static ApiSettings ReadApi(SettingsSection section) => new(
        section.Number("RequestsPerSecond", 1, 100_000),
        section.Number("Burst", 1, 100_000));

    private static PaySettings ReadPay(SettingsSection section)
    {
        var pay = new PaySettings(
            section.OptionalText("ImageDigest", "the digest of an image, as sha256: and 64 hexadecimal digits in lower case", IsImageDigest),
            section.Choice<CpuArchitecture>("Architecture") ?? default,
            section.Number("PrimaryTasks", 1, 5000),
            section.Number("SecondaryTasks", 1, 5000),
            section.Number("MostTasks", 1, 5000, "tasks: more ECS runs in no service"));
        var fewest = Math.Max(pay.PrimaryTasks, pay.SecondaryTasks);
        if (pay.MostTasks > 0 && pay.MostTasks < fewest)
        {
            section.Refuse("MostTasks", $"must be at least {fewest}: so many run always");
        }

        return pay;
    }

    private static HealthCheckSettings ReadHealthChecks(SettingsSection section) => new(
        int.Parse(section.Text("IntervalSeconds", "10 or 30: Route 53 knows no others", text => text is "10" or "30") ?? "0", CultureInfo.InvariantCulture),
        section.Number("Failures", 1, 10, "in a row"));

    private static ObjectiveSettings ReadObjectives(SettingsSection section) => new(
        section.Number("TrafficSeconds", 60, 180, "seconds"),
        section.Number("SettlementMinutes", 1, 15, "minutes"),
        section.Number("BooksLossMinutes", 1, 5, "minutes"),
        section.Number("PromotionSeconds", 30, 600, "seconds: what RDS takes, as AWS says or as was measured"),
        section.Number("BooksLagSeconds", 1, 3600, "seconds: as AWS says or as was measured"),
        section.Percent("AvailabilityPercent", 99, 99.999m));

    private static DrillPlan ReadDrills(SettingsSection section)
    {
        const string Never = "Never";
        var schedule = section.Text(
            "Schedule",
            $"{Never}, or when EventBridge starts one: cron(minutes hours day-of-month month day-of-week year) with one of the days as ?, such as cron(0 10 ? * 3#1 *), "
            + "or rate(7 days), in hours or days",
            text => text == Never || IsSchedule(text));
        return new(schedule == Never ? null : schedule, section.Number("ObjectiveSeconds", 120, 240, "seconds: what the switch takes, and what a drill waits"));
    }

    private static BooksSettings ReadBooks(SettingsSection section) => new(
        section.Text("EngineVersion", "a version of Aurora PostgreSQL that global databases run, such as 16.8 or 17.7", IsEngineVersion)!,
        section.Text(
            "InstanceClass",
            "a memory-optimized class such as db.r6g.large: global databases and the Data API run on no burstable one (db.t), and db.serverless needs a scaling that is not set here",
            IsInstanceClass)!,
        section.Number("Instances", 1, 15),
        section.Number("RetentionDays", 3, 35, "days"));

    private static StorageSettings ReadStorage(SettingsSection section)
    {
        var storage = new StorageSettings(
            section.Number("InfrequentAccessAfterDays", 30, 3650, "days: S3 moves nothing earlier"),
            section.Number("ArchiveAfterDays", 60, 3650, "days"),
            section.Number("ExpireAfterDays", 61, 36500, "days"));
        if (storage.InfrequentAccessAfterDays > 0 && storage.ArchiveAfterDays > 0 && storage.ArchiveAfterDays < storage.InfrequentAccessAfterDays + 30)
        {
            section.Refuse("ArchiveAfterDays", $"must be at least 30 days after InfrequentAccessAfterDays ({storage.InfrequentAccessAfterDays}): S3 charges a tier for 30 days");
        }

        if (storage.ArchiveAfterDays > 0 && storage.ExpireAfterDays > 0 && storage.ExpireAfterDays <= storage.ArchiveAfterDays)
        {
            section.Refuse("ExpireAfterDays", $"must be greater than ArchiveAfterDays ({storage.ArchiveAfterDays})");
        }

        return storage;
    }

    private static FunctionSettings ReadFunctions(SettingsSection section)
    {
        var functions = new FunctionSettings(
            section.Choice<CpuArchitecture>("Architecture") ?? default,
            section.Number("ConcurrencyQuota", 10, 1_000_000, "functions at once"),
            section.Number("Validate", 2, 100_000, "at once"),
            section.Number("Authorize", 2, 100_000, "at once"),
            section.Number("Process", 2, 1000, "batches at once"));
        var (reserved, left) = (functions.Reserved, functions.ConcurrencyQuota - functions.Reserved);
        if (functions.ConcurrencyQuota > 0 && left < FunctionSettings.Unreserved)
        {
            section.Refuse(
                "ConcurrencyQuota",
                $"must be at least {reserved + FunctionSettings.Unreserved}: the functions of a region reserve {reserved} "
                + $"(Validate, Authorize, Process, and {reserved - functions.Validate - functions.Authorize - functions.Process} for the others), "
                + $"and AWS keeps {FunctionSettings.Unreserved} for those without a reservation. Lower them, or ask AWS in both regions for a higher quota and name it here");
        }

        return functions;
    }

    private static LedgerSettings ReadLedger(SettingsSection section) => new(
        section.Choice<PeerLossPolicy>("OnPeerLoss") ?? default,
        section.Number("PeerBudgetMilliseconds", 50, 3000, "milliseconds"));

    private static EventSettings ReadEvents(SettingsSection section) => new(
        section.Number("ArchiveDays", 1, 3650, "days"),
        section.OptionalText("GlobalEndpointHealthCheckArn", "the arn of a health check of Route 53", IsHealthCheck));

    private static AlertSettings ReadAlerts(SettingsSection section) => new(
        section.List("Emails", "different e-mail addresses, such as on-call@example.com", emails => AreDifferent(emails) && emails.All(IsEmail), fallback: []),
        section.List("Endpoints", "different addresses that begin with https:// and bear no user, password or fragment", addresses => AreDifferent(addresses) && addresses.All(IsEndpoint), fallback: []));

    private static ConfigSettings ReadConfig(SettingsSection section)
    {
        var config = new ConfigSettings(section.Flag("Rules"), section.Flag("OwnsRecorder"));
        if (config is { Rules: false, OwnsRecorder: true })
        {
            section.Refuse("OwnsRecorder", "must be false where Config:Rules is false: nothing would be judged by what it records");
        }

        return config;
    }

    private static BackendSettings? ReadBackend(SettingsSection section, string stack, string primaryRegion) =>
        section.Choice<BackendType>("Type") switch
        {
            BackendType.Local => new BackendSettings.Local(
                section.Text("Path", "a relative path with forward slashes that ends with .tfstate, outside the folders that are made anew (cdktf.out, .gen, artifacts, node_modules)", IsStatePath, $"terraform.{stack}.tfstate")!),
            BackendType.S3 => new BackendSettings.S3(
                section.Text("Bucket", "the name of an existing bucket", IsBucket)!,
                section.Text(
                    "Region",
                    $"a region of AWS other than {primaryRegion}, whose loss must not take the state with it",
                    region => AwsRegions.Codes.Contains(region) && region != primaryRegion)!,
                section.Text("Key", "a key that neither begins nor ends with /", key => key.Length > 0 && !key.StartsWith('/') && !key.EndsWith('/'), $"{stack}/terraform.tfstate")!),
            BackendType.Cloud => new BackendSettings.Cloud(
                section.Text("Organization", "an organization of Terraform Cloud", IsCloudName)!,
                section.Text("Workspace", "letters, digits, - and _, at most 90", IsCloudName, stack)!,
                section.Text("Hostname", "a DNS name in lower case", IsDnsName, "app.terraform.io")!),
            _ => null,
        };
}
