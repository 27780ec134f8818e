namespace PaymentDr.Tests.Recovery;

/// <summary>The way of a recovery as people read it: by kind and phase, without what belongs to something that is named.</summary>
internal static class RecoveryPathDocument
{
    /// <summary>Too many to be read, and each is the only one of what needs it.</summary>
    private static readonly string[] Counted = ["log", "network", "role"];

    private static readonly (string Kind, string Title)[] Rows =
    [
        ("name", "names"),
        ("health check", "health checks"),
        ("door", "doors"),
        ("certificate", "certificates"),
        ("firewall", "firewalls"),
        ("rule", "schedules and rules"),
        ("event source", "event sources"),
        ("pipe", "pipes"),
        ("function", "functions"),
        ("service", "service"),
        ("workflow", "workflows"),
        ("artefact", "artefacts"),
        ("table", "tables"),
        ("database", "databases"),
        ("queue", "queues"),
        ("bus", "buses"),
        ("bucket", "buckets"),
        ("vault", "vaults"),
        ("backup", "backups"),
        ("secret", "secrets"),
        ("parameter", "parameters"),
        ("key", "keys"),
        ("topic", "topics"),
        ("alarm", "alarms"),
        ("endpoint", "services of AWS that are asked"),
        ("audit", "AWS Config"),
        ("role", "roles"),
        ("log", "parts of logs"),
        ("network", "parts of networks"),
    ];

    public static string Touched(RecoveryPath path) => MarkdownTable.Of(
        ["", "to detect", "to decide", "to fail over", "afterwards"],
        from row in Rows
        let cells = Enum.GetValues<Phase>().Select(phase => Cell(path, phase, row.Kind)).ToArray()
        where cells.Any(cell => cell != "")
        select (string[])[row.Title, .. cells]);

    /// <summary>What of the lost region is reached for, in either case.</summary>
    public static string DoneWithout(IReadOnlyList<RecoveryPath> paths) => MarkdownTable.Of(
        ["by", "what", "it goes on because", "shown by"],
        from tolerated in ToleratedAbsence.All
        let reached = (
            from path in paths
            from reach in path.Outside
            where path.Tolerance(reach.Touch) == tolerated
            select reach.Touch).ToArray()
        select (string[])
        [
            Names(reached.Select(touch => ToleratedAbsence.PurposeOf(touch.From))),
            Names(reached.Select(touch => touch.To.Name)),
            tolerated.Reason,
            $"`{tolerated.ShownBy}`",
        ]);

    /// <summary>Every kind of thing must be in a row, or it would be left out unseen.</summary>
    public static IEnumerable<string> Untold(RecoveryPath path) =>
        path.Reached.Values.SelectMany(reached => reached.Keys).Select(thing => thing.Kind).Distinct().Except(Rows.Select(row => row.Kind)).Except(["region", Thing.Undeclared]);

    private static string Cell(RecoveryPath path, Phase phase, string kind)
    {
        var things = path.Reached[phase].Keys.Where(thing => thing.Kind == kind).ToArray();
        return things.Length == 0 ? "" : Counted.Contains(kind) ? $"{things.Length}" : Names(things.Where(IsNamed).Select(thing => thing.Name));
    }

    /// <summary>Parts of something have no name of their own, but the way to them.</summary>
    private static bool IsNamed(Thing thing) => thing.Element is null || (ElementTypes.PartBy(thing.Element) is null or "event_bus_name" && thing.Name != thing.Element.Path.Split('/', 2)[1]);

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Distinct().Order(StringComparer.Ordinal).Select(name => $"`{name}`"));
}
