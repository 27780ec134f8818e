namespace PaymentDr.Tests.Emulator;

/// <summary>What came of one turn.</summary>
/// <param name="Seen">Records of streams.</param>
/// <param name="Carried">Those of them that pipes took to a queue.</param>
internal sealed record PumpedOnce(int Seen = 0, int Carried = 0)
{
    /// <summary>Messages that a function took.</summary>
    public IReadOnlyList<string> Done { get; init; } = [];

    /// <summary>Messages that come again.</summary>
    public IReadOnlyList<string> Failed { get; init; } = [];
}
