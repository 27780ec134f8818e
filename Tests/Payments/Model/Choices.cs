namespace PaymentDr.Tests.Payments.Model;

/// <summary>
/// Everything that chance decides in a run, as a list of small numbers. The same list makes the same run, and zeros make the dullest: a
/// failing list can be cut and zeroed until only what matters is left.
/// </summary>
internal sealed class Choices
{
    private readonly Random? _random;
    private readonly IReadOnlyList<int> _script = [];
    private readonly List<int> _taken = [];

    public Choices(int seed) => _random = new Random(seed);

    /// <summary>Where the script ends, zeros follow.</summary>
    public Choices(IReadOnlyList<int> script) => _script = script;

    public IReadOnlyList<int> Taken => _taken;

    public int Below(int bound)
    {
        var choice = _random?.Next(bound) ?? (_taken.Count < _script.Count ? _script[_taken.Count] % bound : 0);
        _taken.Add(choice);
        return choice;
    }

    public bool OneIn(int times) => Below(times) == times - 1;

    public T Of<T>(params ReadOnlySpan<T> options) => options[Below(options.Length)];
}
