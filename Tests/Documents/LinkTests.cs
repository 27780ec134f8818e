namespace PaymentDr.Tests.Documents;

/// <summary>Links from one document to another, or to a heading of one.</summary>
[TestFixture]
public sealed class LinkTests
{
    [Test]
    public void Every_link_leads_somewhere()
    {
        Assert.That(MarkdownFile.All.SelectMany(document => document.Links), Is.Not.Empty);
        Assert.That(MarkdownFile.All.SelectMany(Dead), Is.Empty);
    }

    [TestCase("[x](dsn.md)")]
    [TestCase("[x](dns.md#by-foot)")]
    [TestCase("[x](#by-foot)")]
    public void A_link_that_leads_nowhere_is_found(string link) => Assert.That(Dead(new MarkdownFile("docs/x.md", $"# By hand\n{link}")), Is.Not.Empty);

    [TestCase("[x](dns.md#by-hand)")]
    [TestCase("[x](#by-hand)")]
    public void A_link_that_leads_to_a_heading_is_none(string link) => Assert.That(Dead(new MarkdownFile("docs/x.md", $"# By hand\n{link}")), Is.Empty);

    private static IEnumerable<string> Dead(MarkdownFile document) =>
        from link in document.Links
        let parts = link.Split('#')
        let target = parts[0].Length == 0 ? document : Find(Path.GetDirectoryName(document.Name)!, parts[0])
        where !(target is null ? Exists(document, parts[0]) : parts.Length == 1 || target.Anchors.Contains(parts[1]))
        select $"{document.Name}: {link}";

    private static MarkdownFile? Find(string folder, string target) =>
        MarkdownFile.All.SingleOrDefault(document => Path.GetFullPath(Repository.PathOf(document.Name)) == Path.GetFullPath(Repository.PathOf(folder, target)));

    /// <summary>What is no document of these: a file elsewhere.</summary>
    private static bool Exists(MarkdownFile document, string target) =>
        Path.GetFullPath(Repository.PathOf(Path.GetDirectoryName(document.Name)!, target)) is var path && (File.Exists(path) || Directory.Exists(path));
}
