using System.Text.Json.Nodes;

namespace PaymentDr.Tests.CrossRegion;

[TestFixture]
public sealed class GlobalDatabaseTests
{
    private static readonly string[] ChangedByRoles = ["replication_source_identifier", "global_cluster_identifier", "engine_version"];

    [Snapshot]
    [TestCase("primary")]
    [TestCase("secondary")]
    public void Cluster(string region) => Snapshot.Verify(SynthesizedStack.Default.Slice($"{region}/books"));

    [Test, Snapshot]
    public void Database() => Snapshot.Verify(SynthesizedStack.Default.Slice("primary/global-books"));

    [Snapshot]
    [TestCase("books-admin")]
    [TestCase("books-app")]
    [TestCase("books-candidate")]
    [TestCase("drill-key")]
    public void Login(string login) => Snapshot.Verify(SynthesizedStack.Default.Slice($"primary/login-{login}"));

    [Test]
    public void A_follower_has_no_credentials_of_its_own()
    {
        Assert.That(Cluster(SynthesizedStack.Default, "primary").Select(argument => argument.Key), Has.Exactly(3).StartsWith("master_"));
        Assert.That(Cluster(SynthesizedStack.Default, "secondary").Select(argument => argument.Key), Has.None.StartsWith("master_").And.None.EqualTo("database_name"));
    }

    /// <summary>AWS refuses to follow a cluster in which nothing runs, and to remove a writer that is followed.</summary>
    [Test]
    public void A_follower_comes_after_every_instance_of_the_writer()
    {
        var instances = SynthesizedStack.Default.Elements.Where(element => element.Type == "aws_rds_cluster_instance" && element.Scope == "primary").ToArray();

        Assert.That(instances, Has.Length.EqualTo(TestSettings.Default.Books.Instances));
        Assert.That(instances.Select(instance => instance.Address), Is.SubsetOf(DependenciesOf("secondary")));
    }

    /// <summary>RDS would make a group that nobody removes.</summary>
    [TestCase("primary")]
    [TestCase("secondary")]
    public void A_cluster_comes_after_the_group_that_it_logs_to(string region)
    {
        var cluster = Cluster(SynthesizedStack.Default, region);
        var name = $"/aws/rds/cluster/{cluster["cluster_identifier"]}/{cluster["enabled_cloudwatch_logs_exports"]!.AsArray().Single()}";

        var group = SynthesizedStack.Default.Elements.Single(element => element.Type == "aws_cloudwatch_log_group" && element.Text("name") == name);

        Assert.That(DependenciesOf(region), Has.Member(group.Address));
    }

    [Test]
    public void What_a_change_of_roles_changes_is_no_drift()
    {
        var clusters = SynthesizedStack.Variants.SelectMany(stack => stack.Elements).Where(element => element.Type == "aws_rds_cluster");

        Assert.That(
            clusters.Select(cluster => cluster.Body["lifecycle"]?["ignore_changes"]?.AsArray().Select(argument => argument!.GetValue<string>())),
            Is.Not.Empty.And.All.EquivalentTo(ChangedByRoles));
    }

    [Test]
    public void Every_cluster_refuses_connections_without_tls()
    {
        foreach (var cluster in SynthesizedStack.Default.Elements.Where(element => element.Type == "aws_rds_cluster"))
        {
            var parameters = SynthesizedStack.Default.Referenced(cluster.Text("db_cluster_parameter_group_name")!);
            Assert.That(
                parameters.Body["parameter"]!.AsArray().Select(parameter => $"{parameter!["name"]} = {parameter["value"]}"),
                Has.One.EqualTo("rds.force_ssl = 1"),
                $"{parameters}");
        }
    }

    [Test]
    public void Parameters_are_of_the_engine_s_major_version()
    {
        var stack = SynthesizedStack.Of(TestSettings.With(("PAYMENTDR__Books__EngineVersion", "17.7")));
        var groups = stack.Elements.Where(element => element.Type is "aws_db_parameter_group" or "aws_rds_cluster_parameter_group").ToArray();

        Assert.That(groups.Select(group => group.Text("family")), Has.Exactly(4).Items.And.All.EqualTo("aurora-postgresql17"));
        Assert.That(groups.Select(group => group.Text("name")), Is.Unique.And.All.Contains("-17-"));
    }

    [Test]
    public void Each_cluster_has_as_many_instances_as_the_settings_say()
    {
        var stack = SynthesizedStack.Of(TestSettings.With(("PAYMENTDR__Books__Instances", "3")));
        var instances = stack.Elements.Where(element => element.Type == "aws_rds_cluster_instance");

        Assert.That(instances.GroupBy(instance => instance.Scope).Select(region => region.Count()), Is.EqualTo(new[] { 3, 3 }));
    }

    [Test]
    public void Clusters_that_are_guarded_leave_snapshots_under_names_of_their_own()
    {
        var clusters = SynthesizedStack.Guarded.Elements.Where(element => element.Type == "aws_rds_cluster");

        Assert.That(clusters.Select(cluster => cluster.Text("final_snapshot_identifier")), Is.EqualTo(new[] { "snapshot-books-primary-dev", "snapshot-books-secondary-dev" }));
    }

    /// <summary>Read back, and only when there is something to read: an apply that is repeated after a failure makes another password, and the secret keeps the first.</summary>
    [Test]
    public void The_admin_s_password_is_the_one_that_the_secret_holds()
    {
        var stored = SynthesizedStack.Default.Elements.Single(element => element.Kind == "ephemeral" && element.Path == "primary/login-books-admin/stored");
        var written = SynthesizedStack.Default.Referenced(stored.Text("secret_id")!);

        Assert.That(Cluster(SynthesizedStack.Default, "primary")["master_password_wo"]!.GetValue<string>(), Is.EqualTo($"${{jsondecode({stored.Address}.secret_string).password}}"));
        Assert.That(stored.Text("secret_id"), Does.EndWith(".arn}"), "it is known only after the version was written");
        Assert.That(written.Text("secret_string_wo"), Does.Contain("books_admin").And.Contain("ephemeral.aws_secretsmanager_random_password."));
    }

    [Test]
    public void The_application_begins_as_one_of_its_two_users_and_its_candidate_as_the_other()
    {
        Assert.That(UserOf("books-app"), Is.EqualTo("app_a"));
        Assert.That(UserOf("books-candidate"), Is.EqualTo("app_b"));
    }

    [Test]
    public void The_arns_of_a_secret_differ_in_the_region_alone()
    {
        var synthesized = SynthesizedStack.Of(app =>
        {
            var stack = new TerraformStack(app, "stack");
            var regions = new PerRegion<Region>(TestRegion.In(stack), TestRegion.In(stack, RegionRole.Secondary));
            var login = new ReplicatedLogin(regions, new ReplicatedLoginInputs
            {
                Purpose = "test",
                Description = "A login",
                Username = "somebody",
                Keys = regions.Map(region => new EncryptionKeys(region, Protection.Ephemeral)),
                Protection = Protection.Ephemeral,
            });
            _ = new TerraformOutput(stack, "home", new TerraformOutputConfig { Value = login.Arns.Primary });
            _ = new TerraformOutput(stack, "away", new TerraformOutputConfig { Value = login.Arns.Secondary });
            return stack;
        });
        string Output(string name) => synthesized.File["output"]![name]!["value"]!.GetValue<string>();

        Assert.That(Output("away"), Is.EqualTo($"${{replace({Output("home")[2..^1]}, \":us-east-1:\", \":us-west-2:\")}}"));
    }

    private static string UserOf(string login) => SynthesizedStack.Default.Elements
        .Single(element => element.Kind == "resource" && element.Path == $"primary/login-{login}/value")
        .Text("secret_string_wo")!.Split('"')[1];

    private static JsonObject Cluster(SynthesizedStack stack, string region) => stack.File.Resource("aws_rds_cluster", region);

    private static IEnumerable<string> DependenciesOf(string region) =>
        Cluster(SynthesizedStack.Default, region)["depends_on"]!.AsArray().Select(dependency => dependency!.GetValue<string>());
}
