namespace PaymentDr;

/// <summary>Is what was taken on in both regions, and does it get into the books?</summary>
internal static class DataSection
{
    public static void AddTo(Grid grid, Sides sides)
    {
        grid.AddRow(new TextWidget("## Data\nIs what was taken on in both regions, and does it get into the books?"));
        grid.AddRows(
            sides.Together("Books: behind those that they follow", Axis.Milliseconds, side => [side.Line("lag", side.Seen.Books.Lag(), "books-behind", "books-far-behind")]),
            sides.Together("Books: CPU of the busiest instance", Axis.Percent, side => [side.Line("cpu", side.Seen.Books.Cpu(), "books-cpu")]),
            sides.Together("Books: connections", Axis.Count, side => [side.Line("connections", side.Seen.Books.Connections())]),
            sides.Together("Tables: from a region to the other one", Axis.Milliseconds, side => side.Watched("table-replication-slow")),
            sides.Together("Tables: reads and writes that DynamoDB refused", Axis.Count, side => side.Watched("table-throttled")),
            sides.Together("Pipe: events a minute, and batches that failed", Axis.Count, side =>
                [side.Line("events", side.Seen.Pipe.Events()), .. side.Watched("pipe-failed")]),
            sides.Together("Buckets: until a copy is in this region", Axis.Seconds, side => side.Watched("copies-late"), period: 300),
            sides.Together("Buckets: copies to the other region that failed", Axis.Count, side => side.Watched("copies-failed"), period: 300),
            sides.Together("Events: untold, or not forwarded", Axis.Count, side => [.. side.Watched("events-untold"), .. side.Watched("forwarding-failed")], period: 300));
        grid.AddRow(sides.Beside("Queues: age of the oldest message", Axis.Seconds, side =>
        [
            side.Line("payments", side.Seen.Queues.Payments.Age(), "queue-late"),
            side.Line("dead letters", side.Seen.Queues.Dead.Age()),
        ]));
        grid.AddRow(sides.Beside("Queues: messages that wait", Axis.Count, side =>
        [
            side.Line("payments", side.Seen.Queues.Payments.Waiting()),
            side.Line("dead letters", side.Seen.Queues.Dead.Waiting(), "dead-letters"),
            side.Line("undelivered events", side.Seen.Events.Undelivered.Waiting(), "events-undelivered"),
            side.Line("unreadable", side.Region.Poison(), "poison"),
        ]));
    }
}
