namespace PaymentDr.Tests.Bindings;

/// <summary>What the bindings are made from, and what a build says when that does not suffice.</summary>
[TestFixture]
public sealed class InputsTests
{
    /// <summary>They say how the work is done, not what comes out.</summary>
    private static readonly string[] WithoutEffectOnPackages =
        [".npmrc", "Bindings.props", "Bindings.targets", "generate.mjs", "lock.mjs", "terminal.mjs"];

    [Test]
    public void Every_file_that_shapes_the_packages_is_part_of_their_version()
    {
        var properties = File.ReadAllText(Repository.PathOf("bindings", "Bindings.props"));
        var inputs = Files("").Concat(Files("fast")).Concat(Files("fast/buildTransitive")).Except(WithoutEffectOnPackages).ToArray();

        Assert.That(inputs, Has.Member("aws-resources.txt").And.Member("fast/boot.js"));

        Assert.That(inputs, Has.All.Matches<string>(input => properties.Contains($"$(BindingsFolder){input}'", StringComparison.Ordinal)));
    }

    [Test]
    public void The_version_moves_with_the_list_of_resources()
    {
        using var folder = new TemporaryFolder();
        folder.CopyFrom(Repository.PathOf("bindings"));

        var before = Property(folder, "CdktfAwsVersion");
        File.AppendAllText(folder.PathOf("aws-resources.txt"), "aws_glacier_vault\n");
        var after = Property(folder, "CdktfAwsVersion");

        Assert.That(before, Does.Match(@"^20\.1\.0\.\d+$"));
        Assert.That(after, Does.Match(@"^20\.1\.0\.\d+$").And.Not.EqualTo(before));
    }

    [Test]
    public void A_resource_that_is_not_listed_is_an_error_that_says_what_to_add()
    {
        using var folder = new TemporaryFolder();
        folder.Write("Uses.cs", """
            using HashiCorp.Cdktf.Providers.Aws.Vpc;
            using HashiCorp.Cdktf.Providers.Aws.DataAwsCallerIdentity;
            global using static HashiCorp.Cdktf.Providers.Aws.ElasticacheCluster.Some;
            using Aliased = HashiCorp.Cdktf.Providers.Aws.Wafv2IpSet.Wafv2IpSet;
            """);
        folder.Write("Uses.proj", $"""
            <Project>
              <Import Project="{Repository.PathOf("bindings", "Bindings.props")}" />
              <ItemGroup>
                <Compile Include="Uses.cs" />
                <Using Include="HashiCorp.Cdktf.Providers.Aws.GlacierVault.S3BucketConfig" Alias="Bucket" />
              </ItemGroup>
              <Import Project="{Repository.PathOf("bindings", "Bindings.targets")}" />
              <Target Name="CoreCompile" />
            </Project>
            """);

        var result = ExternalTool.Run("dotnet", ["msbuild", "Uses.proj", "-t:CoreCompile", "-nologo"], folder.Path);

        Assert.That(result.ExitCode, Is.Not.Zero);
        Assert.That(result.Output, Does.Contain(
            "error PAYMENTDR001: The bindings do not hold HashiCorp.Cdktf.Providers.Aws.DataAwsCallerIdentity, ElasticacheCluster, Wafv2IpSet, GlacierVault, used in Uses.cs, Uses.proj. "
            + "Add to bindings/aws-resources.txt, a line each: data.aws_caller_identity, aws_elasticache_cluster, aws_wafv2_ip_set, aws_glacier_vault."));
    }

    [Test]
    public void The_generator_passes_its_own_tests()
    {
        // By their names: what a folder after --test means differs between versions of Node.
        var tests = Directory.GetFiles(Repository.PathOf("bindings", "tests"), "*.test.mjs");

        var result = ExternalTool.Run("node", ["--test", "--test-reporter=tap", .. tests], Repository.Root);

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Output, Does.Match(@"(?m)^# pass [1-9]"));
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.GetFiles(Repository.PathOf("bindings", folder)).Select(file => Path.Combine(folder, Path.GetFileName(file)).Replace('\\', '/'));

    private static string Property(TemporaryFolder folder, string name)
    {
        var result = ExternalTool.Run("dotnet", ["msbuild", folder.PathOf("Bindings.props"), $"-getProperty:{name}", "-nologo"], folder.Path);
        return result.Output.Trim();
    }
}
