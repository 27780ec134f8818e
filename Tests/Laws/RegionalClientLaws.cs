using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Laws;

/// <summary>
/// Which region a program asks, read from its sources: its own, but for few places. What is recorded of programs does not always say it; this does.
/// </summary>
[TestFixture]
public sealed partial class RegionalClientLaws
{
    /// <summary>By file: who asks there, and what.</summary>
    private static readonly Dictionary<string, string> AskElsewhere = new()
    {
        ["Functions/GiveBack/GiveBackFunction.cs"] = "the way back needs both regions",
        ["Functions/GiveBack/Peer.cs"] = "the way back needs both regions",
        ["Functions/Hosting/Platform.cs"] = "where they are made; the other ledger, of which validate, pay, process and reconcile ask",
        ["Functions/Probe/ProbeFunction.cs"] = "a no-op into the other queue",
        ["Functions/Shared/BooksRoles.cs"] = "a switchover, asked for by give-back alone",
        ["Functions/Shared/Writer.cs"] = "migrate and rotate-secret ask where the books are written",
        ["Functions/VerifyBackups/VerifyBackupsFunction.cs"] = "the other vault",
        ["Service/RemoteValidation.cs"] = "the other region's function, where this one's does not answer",
    };

    [Test]
    public void The_other_region_is_asked_in_few_places()
    {
        Assert.That(Sources().Where(source => Elsewhere().IsMatch(source.Text)).Select(source => source.Path), Is.EquivalentTo(AskElsewhere.Keys));

        Assert.That(Elsewhere().IsMatch("new Queue(platform.PeerRegion, url)"));
        Assert.That(Elsewhere().IsMatch("new EventBus(platform.In(\"us-east-1\"), bus)"));
        Assert.That(Elsewhere().IsMatch("$\"nothing was heard of {platform.PeerRegion.Name}\""), Is.False, "a name asks nobody");
    }

    /// <summary>Any other client could be of any region.</summary>
    [Test]
    public void Clients_are_made_of_a_region_in_one_place()
    {
        Assert.That(Sources().Where(source => NewRegion().IsMatch(source.Text)).Select(source => source.Path), Is.EqualTo(new[] { "Functions/Hosting/Platform.cs" }));
        Assert.That(
            Sources().Where(source => Client().IsMatch(source.Text)).Select(source => source.Path),
            Is.EquivalentTo(new[] { "Functions/Aws/Access/AwsClient.cs", "Functions/Aws/Access/AwsClientConfig.cs", "Functions/Aws/Access/AwsRegion.cs" }));

        Assert.That(Client().IsMatch("new AmazonS3Client()"));
        Assert.That(Client().IsMatch("RegionEndpoint.USEast1"));
    }

    /// <summary>A name without a region is answered in us-east-1.</summary>
    [Test]
    public void Services_have_no_name_without_a_region()
    {
        Assert.That(
            Sources().SelectMany(source => Host().Matches(source.Text).Select(match => match.Value)),
            Is.EqualTo(new[] { "https://{_host}.{Region}.amazonaws.com" }));

        Assert.That(Host().Match("https://sts.amazonaws.com/").Value, Is.EqualTo("https://sts.amazonaws.com"));
    }

    private static IEnumerable<(string Path, string Text)> Sources() =>
        from folder in new[] { "Functions", "Service" }
        from file in Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')
        where !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal)
        orderby path
        select (path, File.ReadAllText(file));

    [GeneratedRegex(@"PeerRegion(?!\.Name|\w)|PeerRegionAs|\bplatform\.In\(|peer\.RegionAsync|\bpeer\(\)")]
    private static partial Regex Elsewhere();

    [GeneratedRegex(@"new AwsRegion\(|=> new\([\w.]+, _endpoints")]
    private static partial Regex NewRegion();

    [GeneratedRegex(@"new Amazon\w+Client\(|new AwsClient(Config)?\(|RegionEndpoint\b|: AmazonServiceClient")]
    private static partial Regex Client();

    [GeneratedRegex(@"https?://[\w.{}-]*\.amazonaws\.com")]
    private static partial Regex Host();
}
