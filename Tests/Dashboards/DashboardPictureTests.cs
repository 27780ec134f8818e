using System.Xml.Linq;

namespace PaymentDr.Tests.Dashboards;

/// <summary>The pictures in docs/dashboards.md are of the dashboard that is deployed now.</summary>
[TestFixture, Category("Snapshot")]
public sealed class DashboardPictureTests
{
    private const int Largest = 300_000;

    [TestCase("Payments")]
    [TestCase("Doors")]
    [TestCase("Data")]
    [TestCase("Recovery")]
    [TestCase("Functions")]
    public void A_section_looks_as_its_picture_shows(string section)
    {
        var file = Repository.PathOf("docs", "dashboards", $"{section.ToLowerInvariant()}.svg");
        var right = Picture(section);
        if (SnapshotMode.Current.Accepts)
        {
            File.WriteAllText(file, right);
        }

        var committed = File.Exists(file) ? File.ReadAllText(file) : "";
        Assert.That(committed, Is.EqualTo(right), $"{TextDiff.Of(committed, right)}\nTo accept it: PAYMENTDR_ACCEPT_SNAPSHOTS=1 dotnet test Tests (refused in CI), then look at the picture before committing.");
    }

    [TestCase("Payments")]
    [TestCase("Doors")]
    [TestCase("Data")]
    [TestCase("Recovery")]
    [TestCase("Functions")]
    public void A_picture_names_all_that_is_on_the_dashboard_and_fetches_nothing(string section)
    {
        var widgets = Widgets(section);
        var picture = Picture(section);
        var words = XDocument.Parse(picture).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).ToHashSet();

        Assert.That(widgets.Select(widget => widget.Title).OfType<string>(), Is.SubsetOf(words));
        Assert.That(widgets.SelectMany(widget => widget.Rows).Where(row => row.IsVisible).Select(row => row.Label).Distinct(), Is.SubsetOf(words));
        Assert.That(picture, Does.Not.Contain("<script").And.Not.Contain("href").And.Not.Contain("url("));
        Assert.That(picture, Has.Length.LessThan(Largest));
    }

    [Test]
    public void A_picture_changes_with_the_dashboard()
    {
        var widgets = Widgets("Data");
        var before = Picture("Data");
        widgets.First(widget => widget.IsGraph).Properties["title"] = "Another title";

        Assert.That(DashboardPicture.Of(widgets, Primary), Is.Not.EqualTo(before).And.Contain("Another title"));
    }

    private static string Primary => SynthesizedStack.Default.RegionOf("primary");

    private static string Picture(string section) => DashboardPicture.Of(Widgets(section), Primary);

    /// <summary>Of the dashboard that is there when the primary is lost.</summary>
    private static IReadOnlyList<DashboardWidget> Widgets(string section) =>
        DashboardBody.Of(SynthesizedStack.Default).Single(dashboard => dashboard.Element.Scope == "secondary").Sections().Single(each => each.Title == section).Widgets;
}
