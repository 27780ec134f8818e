using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PaymentDr.Tests.Dashboards;

namespace PaymentDr.Tests.CrossRegion.Dashboards;

[TestFixture]
public sealed partial class DashboardsTests
{
    /// <summary>With its body as a document, for whoever reads what changed.</summary>
    [Snapshot]
    [TestCase("primary")]
    [TestCase("secondary")]
    public void Dashboard(string region)
    {
        var slice = SynthesizedStack.Default.Slice($"{region}/dashboard");
        foreach (var (_, dashboard) in slice)
        {
            dashboard!["dashboard_body"] = JsonNode.Parse(dashboard["dashboard_body"]!.GetValue<string>());
        }

        Snapshot.Verify(slice);
    }

    [Test]
    public void The_dashboard_of_a_region_shows_it_first()
    {
        foreach (var dashboard in DashboardBody.Of(SynthesizedStack.Default))
        {
            var own = SynthesizedStack.Default.RegionOf(dashboard.Element);
            var pairs = dashboard.Widgets.GroupBy(widget => widget.Y).Where(row => row.Count() == 2 && row.All(widget => widget.Title?.Contains(", us-", StringComparison.Ordinal) == true));

            Assert.That(pairs.Select(pair => pair.MinBy(widget => widget.X)!.Title), Is.Not.Empty.And.All.EndsWith($", {own}"));
        }
    }

    [Test]
    public void Where_doors_are_closed_their_graphs_are_not_there()
    {
        var titles = DashboardBody.Of(SynthesizedStack.WithoutImage)[0].Widgets.Select(widget => widget.Title).OfType<string>().ToArray();

        Assert.That(titles, Has.None.StartsWith("Load balancer").And.None.StartsWith("Tasks of the service").And.Some.StartsWith("API"));
    }

    /// <summary>Of both regions, where there is one for each.</summary>
    [Test]
    public void A_graph_that_the_document_names_is_there()
    {
        var titles = DashboardBody.Of(SynthesizedStack.Default).SelectMany(dashboard => dashboard.Widgets).Select(widget => widget.Title?.Split(", us-")[0]).ToHashSet();
        var named = Title().Matches(File.ReadAllText(Repository.PathOf("docs", "dashboards.md"))).Select(match => match.Groups[1].Value).ToArray();

        Assert.That(named, Has.Length.GreaterThan(20));
        Assert.That(named.Where(title => !titles.Contains(title)), Is.Empty);
    }

    [Test]
    public void Outputs_lead_to_both()
    {
        var outputs = SynthesizedStack.Default.File["output"]!;

        Assert.That(
            outputs["secondary_dashboard_url"]!["value"]!.GetValue<string>(),
            Is.EqualTo("https://us-west-2.console.aws.amazon.com/cloudwatch/home?region=us-west-2#dashboards/dashboard/dashboard-payments-secondary-dev"));
        Assert.That(outputs["primary_dashboard_url"]!["value"]!.GetValue<string>(), Does.EndWith("/dashboard-payments-primary-dev"));
    }

    [GeneratedRegex(@"(?<!\*)\*([^*\n]+)\*(?!\*)")]
    private static partial Regex Title();
}
