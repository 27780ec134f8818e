using PaymentDr.Commands;

namespace PaymentDr.Tests.Removal;

/// <summary>Says of each run what it is told to, and notes what had happened before.</summary>
internal sealed class FakeTerraform(FakeControlPlane plane) : ITerraform
{
    /// <summary>What it ran, after what it found done.</summary>
    public List<string> Runs { get; } = [];

    /// <summary>The outcomes of the next destroys, and whether they leave less than they found.</summary>
    public Queue<(bool Succeeds, bool Removes)> Destroys { get; } = [];

    public bool Initializes { get; init; } = true;

    public string State { get; set; } = """{ "serial": 7, "resources": [{}] }""";

    public Task<bool> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        Runs.Add(string.Join(' ', arguments));
        if (arguments[0] == "init")
        {
            return Task.FromResult(Initializes);
        }

        plane.Changes.Add("destroy");
        var (succeeds, removes) = Destroys.Count > 0 ? Destroys.Dequeue() : (true, true);
        State = removes ? """{ "serial": 8, "resources": [] }""" : State;
        return Task.FromResult(succeeds);
    }

    public Task<string?> ReadAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        Assert.That(arguments, Is.EqualTo(new[] { "state", "pull" }));
        return Task.FromResult<string?>(State);
    }
}
