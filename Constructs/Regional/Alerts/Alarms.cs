namespace PaymentDr;

/// <summary>What people are told of a region by itself.</summary>
public sealed class Alarms : RegionalConstruct
{
    public Alarms(Observed seen, AlertTopic alerts, ObjectiveSettings objectives) : base(seen.Region, "alarms")
    {
        foreach (var rule in new AlarmTable(seen, objectives).Rules)
        {
            _ = new Alarm(this, rule, alerts);
        }
    }
}
