namespace PaymentDr.Tests.Recovery.Exploration;

/// <summary>What was found wrong, and how it came about.</summary>
internal sealed record Counterexample(string Law, IReadOnlyList<string> Way)
{
    public override string ToString() => $"{Law}{Environment.NewLine}{string.Join(Environment.NewLine, Way.Select((step, number) => $"  {number,2}  {step}"))}";
}

/// <summary>All situations that can be reached, the shortest ways first.</summary>
internal sealed class Search
{
    private readonly Dictionary<Situation, int> _numbers = [];
    private readonly List<Situation> _situations = [];
    private readonly List<(int Before, string Step)> _ways = [];
    private readonly List<int[]> _progress = [];

    private Search()
    {
    }

    public int Count => _situations.Count;

    public int Steps { get; private set; }

    /// <summary>Where nothing happens any more by itself.</summary>
    public IReadOnlyList<int> Rests { get; private set; } = [];

    public Situation this[int number] => _situations[number];

    /// <param name="judge">The law that a step breaks; null where it breaks none.</param>
    /// <param name="most">More is not gone through: the way out of something that never ends.</param>
    public static (Search Seen, Counterexample? Found) Of(Situation begin, Moves moves, Func<Step, string?> judge, int most)
    {
        var seen = new Search();
        seen.Add(begin, -1, "");
        for (var number = 0; number < seen.Count; number++)
        {
            var now = seen[number];
            var progress = new List<int>();
            foreach (var step in moves.From(now))
            {
                seen.Steps++;
                if (judge(step) is { } law)
                {
                    return (seen, new(law, [.. seen.WayTo(number), Line(step.Name, step.After)]));
                }

                var next = seen.Add(step.After, number, step.Name);
                if (step.Cause is Cause.Progress)
                {
                    progress.Add(next);
                }
            }

            seen._progress.Add([.. progress]);
            if (seen.Count > most)
            {
                return (seen, new($"more than {most} situations", [.. seen.WayTo(number)]));
            }
        }

        seen.Rests = [.. Enumerable.Range(0, seen.Count).Where(number => seen._progress[number].Length == 0)];
        return (seen, seen.FindEndless());
    }

    public IEnumerable<string> WayTo(int number) =>
        number < 0 ? [] : [.. WayTo(_ways[number].Before), Line(_ways[number].Step, _situations[number])];

    /// <summary>A situation from which nothing that goes on by itself leads to rest.</summary>
    private Counterexample? FindEndless()
    {
        var before = new List<int>?[Count];
        for (var number = 0; number < Count; number++)
        {
            foreach (var next in _progress[number])
            {
                (before[next] ??= []).Add(number);
            }
        }

        var ends = new bool[Count];
        var open = new Queue<int>(Rests);
        while (open.TryDequeue(out var number))
        {
            if (!ends[number])
            {
                ends[number] = true;
                before[number]?.ForEach(open.Enqueue);
            }
        }

        var endless = Array.IndexOf(ends, false);
        return endless < 0 ? null : new("it comes to no rest", [.. WayTo(endless)]);
    }

    private int Add(Situation situation, int before, string step)
    {
        if (!_numbers.TryGetValue(situation, out var number))
        {
            (number, _numbers[situation]) = (Count, Count);
            _situations.Add(situation);
            _ways.Add((before, step));
        }

        return number;
    }

    private static string Line(string step, Situation after) => $"{step,-60} {after.World}";
}
