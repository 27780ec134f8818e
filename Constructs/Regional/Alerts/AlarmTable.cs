using PaymentDr.Payments;
using static PaymentDr.Limit;
using static PaymentDr.Missing;
using static PaymentDr.Severity;
using static PaymentDr.Window;

namespace PaymentDr;

/// <summary>
/// Every alarm of a region: what is measured, from where on it is bad, for how long, what silence says, and what it means for who pays. A rule that
/// a region cannot have, because what it reads is published elsewhere, is absent there.
/// </summary>
public sealed class AlarmTable(Observed seen, ObjectiveSettings objectives)
{
    /// <summary>Without these nobody pays, or nobody takes over. What the others do wrong waits for the morning.</summary>
    private static readonly string[] Urgent = ["authorize", "validate", "health", "process", "probe", "decide", "recover"];

    /// <summary>Whose refusal a customer sees, or whose work then waits.</summary>
    private static readonly string[] Crowded = ["authorize", "validate", "health", "process"];

    /// <summary>What is of this region, and of the other one, where an alarm is about either.</summary>
    private const string Own = "own";

    private const string Other = "other";

    private static readonly TimeSpan OldestDrill = TimeSpan.FromDays(35);

    private static readonly TimeSpan OldestBackup = TimeSpan.FromHours(36);

    public IReadOnlyList<AlarmRule> Rules =>
    [
        .. Functions(), .. Queues(), .. Ledger(), .. Books(), .. Copies(), .. Backups(),
        .. seen.Api is { } api ? Api(api) : [], .. seen.Balancer is { } balancer ? Pay(balancer, seen.Tasks!) : [], .. Doors(), .. Budget(),
        .. seen.IsServed ? Recovery() : [], .. seen.Decide is { } decide ? Decisions(decide) : [],
    ];

    private static AlarmRule[] Api(PaymentApi api) =>
    [
        new("api-errors", Page, api.Faults(), AtLeast(0.05), Minutes(3, of: 5), IsWell,
            "API latency and errors", "Of 20 requests to the API one or more fails: payments are not taken on, or their callers do not know."),
        new("api-slow", Ticket, api.Latency(), Above(2000), Minutes(5, of: 10), IsWell,
            "API latency and errors", "Of 100 requests to the API one or more takes over 2 s.") { Runbook = "slow-doors" },
    ];

    private static AlarmRule[] Pay(ServiceBalancer balancer, ServiceTasks tasks) =>
    [
        new("pay-errors", Page, Formula.Share([balancer.Faults(), balancer.OwnFaults()], balancer.Asked(), fewest: 1), AtLeast(0.05), Minutes(3, of: 5), IsWell,
            "API latency and errors", "Of 20 requests to the service one or more fails: payments are not taken on, or their callers do not know."),
        new("pay-slow", Ticket, balancer.Latency(), Above(2), Minutes(5, of: 10), IsWell,
            "API latency and errors", "Of 100 requests to the service one or more takes over 2 s.") { Runbook = "slow-doors" },
        new("pay-without-tasks", Page, balancer.HealthyTasks(), Below(1), Minutes(3, of: 3), IsIll,
            "load balancer health", "No task of the service is well: this region takes no payment on by the load balancer."),
        new("pay-tasks-ill", Ticket, balancer.IllTasks(), AtLeast(1), Minutes(15, of: 15), IsWell,
            "load balancer health", "A task of the service has been ill for 15 min: the others carry its payments.") { Runbook = "pay-tasks" },
        new("pay-tasks-few", Ticket, tasks.Running(), Below(tasks.Fewest), Minutes(15, of: 15), IsIll,
            "task count", $"Fewer than {tasks.Fewest} tasks of the service run: a rush of payments finds less room than was planned.") { Runbook = "pay-tasks" },
    ];

    private IEnumerable<AlarmRule> Doors() =>
    [
        .. seen.Checks.Select(health => new AlarmRule("door-ill", Page, health.Check.Status(seen.Region), Below(1), Minutes(3, of: 3), IsIll,
            "health checks", $"Route 53 calls a door of {health.Region.Code} ill: customers are led away from it, or could not be led to it.") { Subject = $"{health.Door}-{(health.Region == seen.Region ? Own : Other)}" }),
        .. seen.Certificate is { } certificate
            ? [new AlarmRule("certificate-expires", Ticket, certificate.DaysToExpiry(seen.Region), Below(30), Over(hours: 24), SaysNothing,
                "certificates", "The certificate of the doors was not renewed in time: when it expires, nobody can pay in this region.") { Runbook = "certificate" }]
            : Array.Empty<AlarmRule>(),
    ];

    /// <summary>How fast what the objective leaves to fail in a month is used up: 2 % of it in an hour, or 5 % in six.</summary>
    private IEnumerable<AlarmRule> Budget()
    {
        Metric[] failed = [.. seen.Api is { } api ? [api.Faults() with { Statistic = Statistic.Sum }] : Array.Empty<Metric>(), .. seen.Balancer is { } balancer ? [balancer.Faults(), balancer.OwnFaults()] : Array.Empty<Metric>()];
        Metric[] asked = [.. seen.Api is { } door ? [door.Requests()] : Array.Empty<Metric>(), .. seen.Balancer?.Asked() ?? []];
        if (asked.Length == 0)
        {
            return [];
        }

        var allowed = (double)(100 - objectives.AvailabilityPercent) / 100;
        var share = Formula.Share(failed, asked, fewest: 10);
        return
        [
            new("error-budget-fast", Page, share, AtLeast(Math.Round(14.4 * allowed, 8)), Over(hours: 1), IsWell,
                "availability", "So many requests failed within an hour that the month's error budget would be gone within two days."),
            new("error-budget-slow", Ticket, share, AtLeast(Math.Round(6 * allowed, 8)), Over(hours: 6), IsWell,
                "availability", "So many requests failed within six hours that the month's error budget would be gone within five days.") { Runbook = "error-budget-fast" },
        ];
    }

    private IEnumerable<AlarmRule> Functions() =>
    [
        .. seen.Functions.Select(function => Urgent.Contains(function.Name)
            ? new AlarmRule("function-errors", Page, function.Errors(), AtLeast(1), Minutes(3, of: 5), IsWell,
                "function errors", $"The function {function.Name} fails again and again: payments, or what watches them, stand still.") { Subject = function.Name }
            : new AlarmRule("function-errors", Ticket, function.Errors(), AtLeast(1), FiveMinutes(1, of: 1), IsWell,
                "function errors", $"The function {function.Name} failed. Its next run may make up for it.") { Subject = function.Name }),
        .. seen.Functions.Where(function => Crowded.Contains(function.Name)).Select(function => new AlarmRule(
            "function-throttles", Page, function.Throttles(), AtLeast(1), Minutes(3, of: 5), IsWell,
            "function errors", $"More of {function.Name} is asked for than may run at once: payments are refused, or wait.") { Subject = function.Name }),
        Silent("process", Page, Minutes(5, of: 5), "Nothing of this region's queue is settled, not even the no-ops that both regions send every minute."),
        Silent("reconcile", Page, FiveMinutes(3, of: 3), "Nobody compares ledger and books: what was lost on its way stays lost, and the decision does not hear how far the books are."),
        Silent("verify-backups", Ticket, Hours(30, of: 30), "Nobody has looked for backups in 30 h: that there are any is not known.") with { Runbook = "backups" },
        .. seen.Find("probe") is null ? [] : new[] { Silent("probe", Page, Minutes(3, of: 3), "This region does not look at the other one any more, and does not prove itself by payments.") },
        .. seen.Find("remind") is null ? [] : new[] { Silent("remind", Ticket, Hours(3, of: 3), "Nobody would say every hour that the platform is unprotected.") with { Runbook = "unprotected" } },
    ];

    private IEnumerable<AlarmRule> Queues() =>
    [
        new("queue-late", Ticket, seen.Queues.Payments.Age(), Above(300), Minutes(5, of: 5), IsWell,
            "queue age and dead letters", "A payment has waited for 5 min to be settled.") { Runbook = "settlement-late" },
        new("settlement-late", Page, seen.Region.OldestUnsettled(), Above(300), FiveMinutes(2, of: 3), IsWell,
            "settlement", "Accepted payments are not in the books after 5 min: payees do not get their money."),
        new("books-unbalanced", Page, seen.Region.Unbalanced(), AtLeast(1), FiveMinutes(1, of: 1), IsWell,
            "settlement", "Debits and credits of a day are not equal: the books are wrong, and more is entered every second."),
        new("disputes", Ticket, seen.Region.Disputed(), AtLeast(1), FiveMinutes(1, of: 1), IsWell,
            "disputes", "Two payments were acknowledged under one key, one in each region: the books took one, and people have to decide on the other."),
        new("dead-letters", Ticket, seen.Queues.Dead.Waiting(), AtLeast(1), FiveMinutes(1, of: 1), IsWell,
            "queue age and dead letters", "Messages were put aside after many tries. The ledger has the payments; somebody has to look why."),
        new("poison", Ticket, seen.Region.Poison(), AtLeast(1), FiveMinutes(1, of: 1), IsWell,
            "queue age and dead letters", "A message came that nobody can read: the ledger holds an item that no build wrote.") { Runbook = "dead-letters" },
        new("pipe-failed", Ticket, seen.Pipe.Failures(), AtLeast(1), FiveMinutes(2, of: 3), IsWell,
            "pipes, forwarding and workflows", "Accepted payments do not come from the ledger into the queue: reconciliation settles them, minutes later."),
        new("events-undelivered", Ticket, seen.Events.Undelivered.Waiting(), AtLeast(1), FiveMinutes(1, of: 1), IsWell,
            "queue age and dead letters", "The other region was not told of payments in 24 h of tries; the events wait in a queue.") { Runbook = "events" },
        new("events-untold", Ticket, seen.Region.EventsUntold(), AtLeast(1), FiveMinutes(3, of: 3), IsWell,
            "pipes, forwarding and workflows", "Payments are settled, and the bus takes no event of it: who listens does not hear.") { Runbook = "events" },
        new("forwarding-failed", Ticket, seen.Forwarding.Failures(seen.Region), AtLeast(1), FiveMinutes(1, of: 1), IsWell,
            "pipes, forwarding and workflows", "What is told of payments here does not come to the other region.") { Runbook = "events" },
    ];

    private IEnumerable<AlarmRule> Ledger() =>
    [
        .. new[] { (Table: seen.Tables.Ledger, Name: "ledger"), (Table: seen.Tables.Sessions, Name: "sessions") }.SelectMany(each => new AlarmRule[]
        {
            new("table-throttled", Page, each.Table.WriteThrottles(seen.Region), AtLeast(1), Minutes(3, of: 5), IsWell,
                "table throttling", $"DynamoDB refuses writes to {each.Name}: callers are told to come again, or wait.") { Subject = $"{each.Name}-writes" },
            new("table-throttled", Page, each.Table.ReadThrottles(seen.Region), AtLeast(1), Minutes(3, of: 5), IsWell,
                "table throttling", $"DynamoDB refuses reads of {each.Name}: callers are told to come again, or wait.") { Subject = $"{each.Name}-reads" },
            new("table-replication-slow", Ticket, each.Table.ReplicationLatency(seen.Region, seen.Peer), Above(5000), Minutes(5, of: 5), IsWell,
                "table replication", $"What is written to {each.Name} here is known to the other region only seconds later.") { Subject = each.Name, Runbook = "replication-silent" },
        }),
        new("acknowledged-by-one", Page, seen.Region.AcknowledgedByOne(), AtLeast(1), Minutes(3, of: 5), IsWell,
            "acknowledged payments", "Payments are acknowledged that this region alone holds: its loss would lose them until it is back."),
        new("outcome-unknown", Page, seen.Region.OutcomeUnknown(), AtLeast(10), FiveMinutes(1, of: 1), IsWell,
            "acknowledged payments", "Callers are told that nobody knows what became of their payment, and have to ask again."),
    ];

    private AlarmRule[] Books() =>
    [
        new("books-far-behind", Page, seen.Books.Lag(), Above(60_000), Minutes(5, of: 5), IsWell,
            "books replication lag", "The books here are over 60 s behind: a failover now would have as much to enter again from the ledger."),
        new("books-behind", Ticket, seen.Books.Lag(), Above(5000), Minutes(5, of: 5), IsWell,
            "books replication lag", "The books here are over 5 s behind those that they follow.") { Runbook = "books-far-behind" },
        new("books-cpu", Ticket, seen.Books.Cpu(), Above(80), Minutes(10, of: 10), IsWell,
            "database CPU", "An instance of the books is busier than 80 percent: settling more payments a second will take longer."),
        new("standby-not-ready", Page, seen.Region.StandbyReady(), Below(1), Minutes(15, of: 15), IsIll,
            "standby readiness", "No message went through this region's queue and books for 15 min: it could not take over, or does not settle."),
    ];

    private IEnumerable<AlarmRule> Copies() => seen.Buckets.SelectMany(bucket => new AlarmRule[]
    {
        // Of what comes from the other region; S3 publishes the time where copies arrive, and a failure where they leave.
        new("copies-late", Ticket, bucket.Twin.CopyLatency(bucket.Own), Above(900), FiveMinutes(3, of: 3), SaysNothing,
            "bucket replication", $"Objects of {bucket.Own.Purpose} reach this region more than 15 min late: its loss before would lose them.") { Subject = bucket.Own.Purpose, Runbook = "copies" },
        new("copies-failed", Ticket, bucket.Own.CopyFailures(bucket.Twin), AtLeast(1), FiveMinutes(1, of: 1), IsWell,
            "bucket replication", $"Objects of {bucket.Own.Purpose} are not copied to the other region, and S3 does not try again.") { Subject = bucket.Own.Purpose, Runbook = "copies" },
    });

    /// <summary>Measured once a day: the worst of 30 h.</summary>
    private IEnumerable<AlarmRule> Backups() => new[] { (Vault: seen.Region, Name: Own), (Vault: seen.Peer, Name: Other) }.SelectMany(each => new AlarmRule[]
    {
        new("backups-missing", Ticket, seen.Region.BackupsMissing(each.Vault), AtLeast(1), Hours(1, of: 30), IsWell,
            "backup freshness", $"A table or the books have no recent recovery point in {each.Vault.Code}.") { Subject = each.Name, Runbook = "backups" },
        new("backups-old", Ticket, seen.Region.BackupAge(each.Vault), Above(OldestBackup.TotalSeconds), Hours(1, of: 30), IsWell,
            "backup freshness", $"The oldest of the newest recovery points in {each.Vault.Code} is over 36 h old.") { Subject = each.Name, Runbook = "backups" },
    });

    private IEnumerable<AlarmRule> Recovery() =>
    [
        new("peer-ill", Page, seen.Region.PeerHealthy(), Below(1), Minutes(3, of: 3), IsWell,
            "health checks", $"The doors of {seen.Peer.Code} do not answer this region, or not as well."),
        new("synthetic-payment-refused", Page, seen.Region.SyntheticPaymentTaken(), Below(1), Minutes(3, of: 3), IsIll,
            "standby readiness", "This region does not take the probe's own payments on: it takes on nobody's."),
        new("replication-silent", Page, seen.Region.HeartbeatAge(), Above(150), Minutes(3, of: 3), IsIll,
            "table replication", $"Nothing that {seen.Peer.Code} writes to the ledger arrives here: what it acknowledges is not safe."),
        new("traffic-moved", Page, seen.Region.NamesLeadElsewhere(), AtLeast(1), Minutes(3, of: 3), IsWell,
            "failover", "Customers are led to another region than on other days."),
        new("unprotected", Page, seen.Region.Unprotected(), AtLeast(1), Hours(1, of: 2), IsWell,
            "protection after failover", "Payments are served by one region, and its loss would have no answer."),
        new("drill-old", Ticket, seen.Region.DrillAge(), Above(OldestDrill.TotalSeconds), Hours(3, of: 3), IsIll,
            "drills", "No drill has passed in 35 days: whether customers can be led to the other region is a belief.") { Runbook = "drills" },
        new("failover-started", Page, seen.Workflows.Single(workflow => workflow.Purpose == FailoverWorkflow.Purpose).Started(), AtLeast(1), Minutes(1, of: 1), IsWell,
            "failover", "This region is taking over."),
        .. seen.Workflows.Select(workflow => new AlarmRule("workflow-failed", Page, workflow.Failures(), AtLeast(1), Minutes(1, of: 1), IsWell,
            "pipes, forwarding and workflows", $"A {workflow.Purpose} ended before its end: customers, books and room may stand in different regions.") { Subject = workflow.Purpose }),
    ];

    private AlarmRule[] Decisions(RegionFunction decide) =>
    [
        Silent(decide.Name, Page, Minutes(3, of: 3), "Nobody decides whether this region has to take over: the loss of the other one would go unanswered."),
        new("probe-silent", Page, seen.Region.Verdict(Verdict.ProbeSilent), AtLeast(1), Minutes(3, of: 3), IsWell,
            "dead man", "The probe brings nothing that a decision could rest on: the loss of the other region would go unanswered."),
        new("takeover-refused", Page, Formula.Total(
                seen.Region.Verdict(Verdict.SameFaultOnBothSides), seen.Region.Verdict(Verdict.StandbyNotReady), seen.Region.Verdict(Verdict.LagTooHigh)),
            AtLeast(1), Minutes(3, of: 3), IsWell,
            "failover", "The other region looks lost, and this one refuses to take over: nobody is served until somebody decides."),
        new("drill-failed", Ticket, seen.Region.DrillPassed(), Below(1), Over(hours: 1), IsWell,
            "drills", "A drill did not lead its name there and back in time, or its payments were not settled: a failover may not either.") { Runbook = "drills" },
    ];

    private AlarmRule Silent(string function, Severity severity, Window window, string meaning) =>
        new($"{function}-does-not-run", severity, seen.Find(function)!.Invocations(), Below(1), window, IsIll, "dead man", meaning);
}
