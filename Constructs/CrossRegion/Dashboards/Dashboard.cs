using HashiCorp.Cdktf.Providers.Aws.CloudwatchDashboard;

namespace PaymentDr;

/// <summary>All of both regions on one page, made in one of them, which comes first on it.</summary>
public sealed class Dashboard : RegionalConstruct
{
    public Dashboard(Sides sides) : base(sides.Own, "dashboard")
    {
        var grid = new Grid();
        grid.AddRow(new TextWidget(
            $"# Payments, {sides.Own.Code} and {sides.Peer.Code}\n{sides.Own.Code} is on the left or named first, {sides.Peer.Code} on the right. Made by Terraform: what is changed here is lost. "
            + "Blue is the primary, orange the secondary; a red line is where somebody is woken."));
        grid.AddRow(sides.Beside(side => Alarms("Somebody is woken", side, Severity.Page)));
        grid.AddRow(sides.Beside(side => Alarms("For the next working day", side, Severity.Ticket)));
        PaymentsSection.AddTo(grid, sides);
        DoorsSection.AddTo(grid, sides);
        DataSection.AddTo(grid, sides);
        RecoverySection.AddTo(grid, sides);
        FunctionsSection.AddTo(grid, sides);

        var name = Region.NameFor("dashboard", "payments");
        _ = new CloudwatchDashboard(this, "dashboard", new CloudwatchDashboardConfig
        {
            Provider = Region.Provider,
            DashboardName = name,
            DashboardBody = grid.ToBody(),
        });
        Url = $"https://{Region.Code}.console.aws.amazon.com/cloudwatch/home?region={Region.Code}#dashboards/dashboard/{name}";
    }

    /// <summary>In the console.</summary>
    public string Url { get; }

    private static AlarmWidget Alarms(string title, Side side, Severity severity) => new($"{title}, {side.Region.Code}", [.. side.AlarmArns(severity)]);
}
