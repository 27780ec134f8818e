using PaymentDr.Payments;

namespace PaymentDr.Tests.Payments.Model;

/// <summary>
/// Two sites and everything that is under way between them. Only one thing happens at a time, and chance decides which is next: the real
/// domain code runs on top, each of its calls one event.
/// </summary>
internal sealed class World
{
    /// <summary>A call that is under way for longer has been given up by the client library, and reaches nobody.</summary>
    public static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(45);

    private readonly List<Event> _events = [];
    private readonly List<Timer> _timers = [];
    private readonly List<string>? _trace;

    public World(Choices choices, Mutant mutant, bool traced)
    {
        (Choices, Mutant, _trace) = (choices, mutant, traced ? [] : null);
        var skews = new[] { Of(choices), Of(choices) };
        Primary = new SiteModel(this, Site.Primary, skews[0]);
        Secondary = new SiteModel(this, Site.Secondary, skews[1]);
        Primary.Books.Promote();

        static TimeSpan Of(Choices choices) => TimeSpan.FromSeconds(choices.Of(0, 1, -1, 30, -30, 600, -600));
    }

    public Choices Choices { get; }

    public Mutant Mutant { get; }

    public DateTimeOffset Now { get; private set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public SiteModel Primary { get; }

    public SiteModel Secondary { get; }

    public IEnumerable<SiteModel> Sites => [Primary, Secondary];

    /// <summary>The site whose books the database service takes for the true ones.</summary>
    public Site Writer { get; set; } = Site.Primary;

    public PeerLossPolicy OnPeerLoss { get; set; }

    /// <summary>People have given up what is lost, and said so to what is left.</summary>
    public bool LossIsDeclared { get; private set; }

    /// <summary>The sites do not see each other.</summary>
    public bool Partitioned { get; set; }

    /// <summary>The ledger's replication is behind, though the sites see each other.</summary>
    public bool ReplicationStalled { get; set; }

    /// <summary>The same of the books.</summary>
    public bool BooksStalled { get; set; }

    /// <summary>Nobody outside sees the primary either.</summary>
    public bool PrimaryIsolated { get; set; }

    /// <summary>Faults happen. Once it is over, everything that is not lost for good works.</summary>
    public bool Stormy { get; set; } = true;

    /// <summary>Single calls fail, besides what befalls whole sites.</summary>
    public bool CallsFail { get; set; }

    /// <summary>Whether some call found some site out of reach.</summary>
    public bool WasUnreachable { get; private set; }

    /// <summary>The payments of whose callers some call did.</summary>
    public HashSet<PaymentId> UnreachableFor { get; } = [];

    public string? Violation { get; private set; }

    public IReadOnlyList<string> Trace => _trace ?? [];

    public SiteModel At(Site site) => site is Site.Primary ? Primary : Secondary;

    public SiteModel Other(SiteModel site) => ReferenceEquals(site, Primary) ? Secondary : Primary;

    public bool Connected => !Partitioned && !PrimaryIsolated && Primary.IsUp && Secondary.IsUp;

    public bool ReachedFromOutside(SiteModel site) => site.IsUp && !(PrimaryIsolated && site.Site is Site.Primary);

    public void Say(string line) => _trace?.Add($"{Now:HH:mm:ss.f} {line}");

    /// <summary>That this happened at all in a run: schedules in which nothing happens prove nothing.</summary>
    public void Saw(string happening) => Seen.Add(happening);

    public HashSet<string> Seen { get; } = [];

    public void DeclareLoss() => LossIsDeclared = true;

    public void Violate(string law) => Violation ??= law;

    /// <summary>Something that may happen next, while <paramref name="possible"/> says so.</summary>
    public void Later(string name, Action happen, Func<bool>? possible = null) => _events.Add(new Event(name, happen, possible));

    public void At(DateTimeOffset due, Action happen) => _timers.Add(new Timer(due, happen));

    public Task Delay(Process process, TimeSpan time)
    {
        var completion = new TaskCompletionSource();
        At(Now + time, () =>
        {
            if (process.IsAlive)
            {
                completion.SetResult();
            }
        });
        return completion.Task;
    }

    /// <summary>A call of a process to a site. It may be late, lost on its way there or back, or be the last thing that its caller did.</summary>
    public Task<T> Call<T>(Process caller, SiteModel target, string name, Func<T> effect)
    {
        var call = new Call<T>(this, caller, target, name, effect, Now + CallLimit);
        Later($"{caller.Name}: {name} at {target.Site}", call.Arrive);
        return call.Result;
    }

    public bool Reaches(SiteModel from, SiteModel to) => to.IsUp && (ReferenceEquals(from, to) || Connected);

    public void NoteUnreachable(Process caller)
    {
        WasUnreachable = true;
        if (caller.Accepts is { } payment)
        {
            UnreachableFor.Add(payment);
        }
    }

    /// <summary>One thing happens, or time passes until something can; false when nothing will ever happen.</summary>
    public bool Step()
    {
        Now += Stormy ? TimeSpan.FromMilliseconds(CallsFail ? Choices.Of(10, 10, 500, 5_000, 20_000) : Choices.Of(10, 500)) : TimeSpan.FromMilliseconds(10);
        if (FireTimers())
        {
            return true;
        }

        var possible = _events.Count(candidate => candidate.IsPossible);
        if (possible == 0)
        {
            return SkipToNextTimer();
        }

        var chosen = Choices.Below(possible);
        var index = _events.FindIndex(candidate => candidate.IsPossible && chosen-- == 0);
        var next = _events[index];
        _events.RemoveAt(index);
        Say(next.Name);
        next.Happen();
        return true;
    }

    /// <summary>Nothing is under way that could still happen.</summary>
    public bool IsStill => !_events.Any(candidate => candidate.IsPossible);

    private bool FireTimers()
    {
        var due = _timers.Where(timer => timer.Due <= Now).OrderBy(timer => timer.Due).ToArray();
        foreach (var timer in due)
        {
            _timers.Remove(timer);
            timer.Happen();
        }

        return due.Length > 0;
    }

    private bool SkipToNextTimer()
    {
        if (_timers.Count == 0)
        {
            return false;
        }

        Now = _timers.Min(timer => timer.Due);
        return FireTimers();
    }

    private sealed record Event(string Name, Action Happen, Func<bool>? Possible)
    {
        public bool IsPossible => Possible?.Invoke() ?? true;
    }

    private sealed record Timer(DateTimeOffset Due, Action Happen);
}
