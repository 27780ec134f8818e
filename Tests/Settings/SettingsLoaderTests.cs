namespace PaymentDr.Tests.Settings;

[TestFixture]
public sealed class SettingsLoaderTests
{
    [Test]
    public void Defaults_are_complete()
    {
        var settings = TestSettings.WithoutImage();

        Assert.Multiple(() =>
        {
            Assert.That(settings.Naming.Stack, Is.EqualTo("payment-dr-dev"));
            Assert.That(settings.Primary.Code, Is.EqualTo("us-east-1"));
            Assert.That(settings.Primary.Cidr.ToString(), Is.EqualTo("10.0.0.0/16"));
            Assert.That(settings.Primary.Zones, Is.EqualTo(new[] { "us-east-1a", "us-east-1b", "us-east-1c" }));
            Assert.That(settings.Secondary.Code, Is.EqualTo("us-west-2"));
            Assert.That(settings.Secondary.Cidr.ToString(), Is.EqualTo("10.1.0.0/16"));
            Assert.That(settings.Secondary.Zones, Is.EqualTo(new[] { "us-west-2a", "us-west-2b", "us-west-2c" }));
            Assert.That(settings.Nat, Is.EqualTo(NatGateways.PerZone));
            Assert.That(settings.Zone.Name, Does.EndWith(".invalid"));
            Assert.That((settings.Zone.Id, settings.Zone.ParentId), Is.EqualTo((null as string, null as string)));
            Assert.That(settings.Zone.IsDelegated, Is.True);
            Assert.That(settings.Doors, Is.EqualTo(new DoorSettings(Api: true, Pay: true, RequestsPerAddress: 30_000)));
            Assert.That(settings.Api, Is.EqualTo(new ApiSettings(RequestsPerSecond: 500, Burst: 1000)));
            Assert.That(settings.Pay, Is.EqualTo(new PaySettings(null, CpuArchitecture.X64, PrimaryTasks: 10, SecondaryTasks: 2, MostTasks: 50)));
            Assert.That(settings.HealthChecks, Is.EqualTo(new HealthCheckSettings(IntervalSeconds: 10, Failures: 3)));
            Assert.That(settings.Objectives, Is.EqualTo(new ObjectiveSettings(
                TrafficSeconds: 110, SettlementMinutes: 15, BooksLossMinutes: 5, PromotionSeconds: 180, BooksLagSeconds: 1, AvailabilityPercent: 99.99m)));
            Assert.That(settings.Drills, Is.EqualTo(new DrillPlan("cron(0 10 ? * 3#1 *)", ObjectiveSeconds: 180)));
            Assert.That(settings.Backend, Is.EqualTo(new BackendSettings.Local("terraform.payment-dr-dev.tfstate")));
        });
    }

    [Test]
    public void The_file_of_the_environment_overrides_the_defaults_and_variables_override_both()
    {
        using var folder = new TemporaryFolder();
        folder.Write("appsettings.json", File.ReadAllText(Repository.PathOf("appsettings.json")));
        folder.Write("appsettings.qa.json", """{ "Secondary": { "Region": "us-east-2", "Cidr": "10.2.0.0/16" } }""");

        var settings = SettingsLoader.Load(folder.Path, new Dictionary<string, string?>
        {
            ["ENVIRONMENT_SUFFIX"] = "qa",
            ["PAYMENTDR__SECONDARY__CIDR"] = "10.3.0.0/16",
        });

        Assert.That(settings.Naming.Suffix, Is.EqualTo("qa"));
        Assert.That(settings.Secondary.Code, Is.EqualTo("us-east-2"));
        Assert.That(settings.Secondary.Zones, Has.All.StartsWith("us-east-2"));
        Assert.That(settings.Secondary.Cidr.ToString(), Is.EqualTo("10.3.0.0/16"));
    }

    [TestCase("ENVIRONMENT_SUFFIX", "../../etc", "1 to 12 lower-case letters")]
    [TestCase("ENVIRONMENT_SUFFIX", "production-eu1", "1 to 12 lower-case letters")]
    [TestCase("PAYMENTDR__Secondary__Region", "us-east-1", "must differ from Primary:Region")]
    [TestCase("PAYMENTDR__Secondary__Region", "us-west-9", "must be a region of AWS: af-south-1,")]
    [TestCase("PAYMENTDR__Secondary__Region", "", "must be a region of AWS")]
    [TestCase("PAYMENTDR__Primary__Region", "eu-west-1", "must be us-east-1: Route 53")]
    [TestCase("PAYMENTDR__Secondary__Cidr", "10.0.128.0/20", "must not overlap Primary:Cidr (10.0.0.0/16)")]
    [TestCase("PAYMENTDR__Primary__Cidr", "10.0.0.0/21", "from /16 to /20")]
    [TestCase("PAYMENTDR__Primary__Cidr", "10.0.0.0/15", "from /16 to /20")]
    [TestCase("PAYMENTDR__Primary__Cidr", "10.0.0.1/16", "without host bits")]
    [TestCase("PAYMENTDR__Primary__Cidr", "fd00::/16", "IPv4")]
    [TestCase("PAYMENTDR__Primary__Cidr", "ten", "IPv4")]
    [TestCase("PAYMENTDR__Zone__Name", "Payments", "must be a DNS name")]
    [TestCase("PAYMENTDR__Zone__Name", "payments-of-a-very-long-name-that-no-certificate-can-have.example", "of at most 60 characters")]
    [TestCase("PAYMENTDR__Zone__Id", "hostedzone/Z0123456789ABCDEFGHIJ", "the id of a hosted zone, such as Z0")]
    [TestCase("PAYMENTDR__Zone__ParentId", "", "the id of a hosted zone, such as Z0")]
    [TestCase("PAYMENTDR__Doors__Api", "on", "must be true or false")]
    [TestCase("PAYMENTDR__Doors__Shop", "true", "is not a setting; allowed in Doors: Api, Pay, RequestsPerAddress")]
    [TestCase("PAYMENTDR__Doors__RequestsPerAddress", "9", "in five minutes")]
    [TestCase("PAYMENTDR__Pay__ImageDigest", "latest", "sha256: and 64 hexadecimal digits")]
    [TestCase("PAYMENTDR__Pay__ImageDigest", "sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef", "in lower case")]
    [TestCase("PAYMENTDR__Pay__PrimaryTasks", "0", "a whole number from 1 to 5000")]
    [TestCase("PAYMENTDR__Pay__MostTasks", "9", "must be at least 10: so many run always")]
    [TestCase("PAYMENTDR__Pay__MostTasks", "5001", "more ECS runs in no service")]
    [TestCase("PAYMENTDR__Pay__Architecture", "x86", "must be one of X64, Arm64")]
    [TestCase("PAYMENTDR__HealthChecks__IntervalSeconds", "20", "must be 10 or 30")]
    [TestCase("PAYMENTDR__HealthChecks__Failures", "11", "a whole number from 1 to 10 in a row")]
    [TestCase("PAYMENTDR__Objectives__TrafficSeconds", "59", "a whole number from 60 to 180 seconds")]
    [TestCase("PAYMENTDR__Objectives__SettlementMinutes", "16", "a whole number from 1 to 15 minutes")]
    [TestCase("PAYMENTDR__Objectives__BooksLossMinutes", "6", "a whole number from 1 to 5 minutes")]
    [TestCase("PAYMENTDR__Objectives__PromotionSeconds", "0", "a whole number from 30 to 600 seconds: what RDS takes, as AWS says or as was measured")]
    [TestCase("PAYMENTDR__Objectives__BooksLagSeconds", "", "a whole number from 1 to 3600 seconds")]
    [TestCase("PAYMENTDR__Objectives__AvailabilityPercent", "100", "a percentage from 99 to 99.999, with at most three decimals")]
    [TestCase("PAYMENTDR__Objectives__AvailabilityPercent", "99.9999", "with at most three decimals")]
    [TestCase("PAYMENTDR__Objectives__AvailabilityPercent", "four nines", "a percentage")]
    [TestCase("PAYMENTDR__Drills__Schedule", "monthly", "must be Never, or when EventBridge starts one")]
    [TestCase("PAYMENTDR__Drills__Schedule", "never", "must be Never")]
    [TestCase("PAYMENTDR__Drills__Schedule", "rate(5 minutes)", "rate(7 days), in hours or days")]
    [TestCase("PAYMENTDR__Drills__Schedule", "rate(1 days)", "rate(7 days)")]
    [TestCase("PAYMENTDR__Drills__Schedule", "cron(0 10 ? * 3#1)", "such as cron(0 10 ? * 3#1 *)")]
    [TestCase("PAYMENTDR__Drills__Schedule", "cron(0 10 1 * 3#1 *)", "with one of the days as ?")]
    [TestCase("PAYMENTDR__Drills__Schedule", "cron(0 10 ? * ? *)", "with one of the days as ?")]
    [TestCase("PAYMENTDR__Drills__Schedule", "cron(* 10 ? * 3#1 *)", "such as cron(0 10 ? * 3#1 *)")]
    [TestCase("PAYMENTDR__Drills__ObjectiveSeconds", "119", "a whole number from 120 to 240 seconds: what the switch takes, and what a drill waits")]
    [TestCase("PAYMENTDR__Zone__Delegated", "no", "must be true or false")]
    [TestCase("PAYMENTDR__Api__RequestsPerSecond", "0", "a whole number from 1 to 100000")]
    [TestCase("PAYMENTDR__Network__Nat", "2", "must be one of PerZone, PerRegion")]
    [TestCase("PAYMENTDR__Protection", "None", "must be one of Ephemeral, Guarded")]
    [TestCase("PAYMENTDR__Books__EngineVersion", "15.4", "a version of Aurora PostgreSQL that global databases run")]
    [TestCase("PAYMENTDR__Books__InstanceClass", "db.t4g.medium", "run on no burstable one")]
    [TestCase("PAYMENTDR__Books__InstanceClass", "db.serverless", "needs a scaling")]
    [TestCase("PAYMENTDR__Books__Instances", "0", "a whole number from 1 to 15")]
    [TestCase("PAYMENTDR__Books__RetentionDays", "2", "from 3 to 35 days")]
    [TestCase("PAYMENTDR__Storage__InfrequentAccessAfterDays", "29", "S3 moves nothing earlier")]
    [TestCase("PAYMENTDR__Storage__InfrequentAccessAfterDays", "many", "a whole number")]
    [TestCase("PAYMENTDR__Storage__ExpireAfterDays", "90", "must be greater than ArchiveAfterDays (90)")]
    [TestCase("PAYMENTDR__Backup__RetentionDays", "36", "from 1 to 35 days")]
    [TestCase("PAYMENTDR__Functions__Architecture", "Sparc", "must be one of X64, Arm64")]
    [TestCase("PAYMENTDR__Functions__ConcurrencyQuota", "591", "must be at least 592: the functions of a region reserve 492 (Validate, Authorize, Process, and 72 for the others), and AWS keeps 100")]
    [TestCase("PAYMENTDR__Functions__Process", "1", "a whole number from 2 to 1000 batches at once")]
    [TestCase("PAYMENTDR__Ledger__OnPeerLoss", "Shrug", "must be one of Accept, Refuse")]
    [TestCase("PAYMENTDR__Ledger__PeerBudgetMilliseconds", "3001", "from 50 to 3000 milliseconds")]
    [TestCase("PAYMENTDR__Events__ArchiveDays", "0", "a whole number from 1 to 3650 days")]
    [TestCase("PAYMENTDR__Alerts__Emails__0", "on-call", "different e-mail addresses")]
    [TestCase("PAYMENTDR__Alerts__Emails__0", "${file(\"x\")}@example.com", "different e-mail addresses")]
    [TestCase("PAYMENTDR__Alerts__Endpoints__0", "http://alerts.example.com", "begin with https://")]
    [TestCase("PAYMENTDR__Alerts__Endpoints__0", "https://user:secret@alerts.example.com", "no user, password or fragment")]
    [TestCase("PAYMENTDR__Config__Rules", "perhaps", "must be true or false")]
    [TestCase("PAYMENTDR__Config__OwnsRecorder", "true", "must be false where Config:Rules is false: nothing would be judged by what it records")]
    [TestCase("PAYMENTDR__Events__GlobalEndpointHealthCheckArn", "01234567-89ab-cdef-0123-456789abcdef", "must be the arn of a health check of Route 53")]
    [TestCase("PAYMENTDR__Backend__Type", "Consul", "must be one of Local, S3, Cloud")]
    [TestCase("PAYMENTDR__Backend__Path", "/tmp/terraform.tfstate", "relative")]
    [TestCase("PAYMENTDR__Backend__Path", "../terraform.tfstate", "relative")]
    [TestCase("PAYMENTDR__Backend__Path", "cdktf.out/terraform.tfstate", "outside the folders that are made anew")]
    [TestCase("PAYMENTDR__Backend__Path", ".gen/terraform.tfstate", "outside the folders that are made anew")]
    [TestCase("PAYMENTDR__Backend__Path", "state", "ends with .tfstate")]
    [TestCase("PAYMENTDR__Network", "PerRegion", "is a group of settings and has no value; allowed in it: Nat")]
    [TestCase("PAYMENTDR__Network__Nat__Mode", "PerRegion", "is not a setting: Network:Nat is a value")]
    [TestCase("PAYMENTDR__Backend__Bucket", "state", "is not a setting; allowed in Backend: Type, Path")]
    [TestCase("PAYMENTDR__Primry__Region", "us-east-1", "is not a setting; allowed at the top: Primary, Secondary, Zone, Doors, Api, Pay, HealthChecks, Objectives, Drills, Network, Protection, Books, Storage, Backup, Functions, Ledger, Events, Alerts, Config, Backend")]
    [TestCase("PAYMENTDR__Primary__Zone", "us-east-1a", "is not a setting; allowed in Primary: Region, Cidr, Zones")]
    public void A_bad_value_is_named_with_what_is_allowed(string variable, string value, string reason)
    {
        var problem = OnlyProblem((variable, value));

        Assert.That($"{problem}", Does.Contain(reason).And.Contain($"'{value}'").And.Contain(variable));
    }

    [TestCase("us-west-2a us-west-2b", "3 to 6 different zones of us-west-2")]
    [TestCase("us-west-2a us-west-2b us-west-2b", "different")]
    [TestCase("us-west-2a us-west-2b us-east-1c", "zones of us-west-2")]
    [TestCase("us-west-2a us-west-2b us-west-2-lax-1a", "zones of us-west-2")]
    public void Bad_zones_are_named_together(string zones, string reason)
    {
        var problem = OnlyProblem([.. zones.Split(' ').Select((zone, i) => ($"PAYMENTDR__Secondary__Zones__{i}", zone))]);

        Assert.That(problem.Key, Is.EqualTo("Secondary:Zones"));
        Assert.That(problem.Value, Is.EqualTo(zones.Replace(" ", ", ")));
        Assert.That($"{problem}", Does.Contain(reason).And.Contain("PAYMENTDR__Secondary__Zones__0"));
    }

    [Test]
    public void Zones_are_chosen_where_a_region_has_three_that_every_account_gets()
    {
        Assert.That(TestSettings.With(("PAYMENTDR__Secondary__Region", "ca-central-1")).Secondary.Zones, Is.EqualTo(new[] { "ca-central-1a", "ca-central-1b", "ca-central-1d" }));
        Assert.That($"{OnlyProblem(("PAYMENTDR__Secondary__Region", "us-west-1"))}", Does.Contain("Secondary:Zones: is missing; must be 3 to 6"));
    }

    [Test]
    public void An_existing_zone_has_no_parent_here()
    {
        var problem = OnlyProblem(("PAYMENTDR__Zone__Id", "Z0123456789ABCDEFGHIJ"), ("PAYMENTDR__Zone__ParentId", "Z0123456789PARENT"));

        Assert.That($"{problem}", Does.Contain("Zone:ParentId = 'Z0123456789PARENT'").And.Contain("must not be set beside Zone:Id"));
    }

    [TestCase("PAYMENTDR__Zone__Id")]
    [TestCase("PAYMENTDR__Zone__ParentId")]
    public void Only_a_zone_that_people_delegate_waits_for_them(string variable)
    {
        var problem = OnlyProblem((variable, "Z0123456789ABCDEFGHIJ"), ("PAYMENTDR__Zone__Delegated", "false"));

        Assert.That($"{problem}", Does.Contain("Zone:Delegated = 'false'").And.Contain("must be true beside Zone:Id and Zone:ParentId"));
    }

    [Test]
    public void A_platform_has_a_door()
    {
        var problem = OnlyProblem(("PAYMENTDR__Doors__Api", "false"), ("PAYMENTDR__Doors__Pay", "false"));

        Assert.That($"{problem}", Does.Contain("Doors:Pay = 'false'").And.Contain("must be true where Doors:Api is false: nobody could pay"));
    }

    [Test]
    public void Variables_that_differ_only_in_case_are_refused()
    {
        var problem = OnlyProblem(("PAYMENTDR__Network__Nat", "PerZone"), ("PAYMENTDR__NETWORK__NAT", "PerRegion"));

        Assert.That(problem.Allowed, Does.Contain("PAYMENTDR__Network__Nat and PAYMENTDR__NETWORK__NAT"));
    }

    [Test]
    public void All_problems_are_reported_together()
    {
        var exception = Assert.Throws<SettingsException>(() => TestSettings.With(
            ("PAYMENTDR__Primary__Cidr", "10.0.0.0/30"),
            ("PAYMENTDR__Secondary__Region", "mars-1"),
            ("PAYMENTDR__Backend__Type", "S3")))!;

        Assert.That(exception.Problems.Select(problem => problem.Key), Is.EqualTo(new[] { "Primary:Cidr", "Secondary:Region", "Backend:Bucket", "Backend:Region" }));
        Assert.That(exception.Message.Split('\n'), Has.Length.EqualTo(1 + 4));
        Assert.That(exception.Message, Does.Contain("Backend:Bucket: is missing; must be the name of an existing bucket"));
    }

    [Test]
    public void A_value_from_a_file_is_named_with_its_file()
    {
        using var folder = new TemporaryFolder();
        folder.Write("appsettings.json", File.ReadAllText(Repository.PathOf("appsettings.json")));
        folder.Write("appsettings.dev.json", """{ "Primary": { "Cidr": "10.0.0.0/28" } }""");

        Assert.That(() => SettingsLoader.Load(folder.Path, Nothing), Throws.TypeOf<SettingsException>()
            .With.Message.Contains("Primary:Cidr = '10.0.0.0/28' (appsettings.dev.json): must be"));
    }

    [Test]
    public void A_missing_or_broken_file_is_one_message()
    {
        using var folder = new TemporaryFolder();
        Assert.That(() => SettingsLoader.Load(folder.Path, Nothing), Throws.TypeOf<SettingsException>().With.Message.Contains("appsettings.json: there is no such file"));

        folder.Write("appsettings.json", "{ \"Primary\": ");
        Assert.That(() => SettingsLoader.Load(folder.Path, Nothing), Throws.TypeOf<SettingsException>().With.Message.Contains("appsettings.json: ").And.Message.Contains("LineNumber"));
    }

    private static IReadOnlyDictionary<string, string?> Nothing { get; } = new Dictionary<string, string?>();

    private static SettingsProblem OnlyProblem(params (string, string)[] variables) =>
        Assert.Throws<SettingsException>(() => TestSettings.With(variables))!.Problems.Single();
}
