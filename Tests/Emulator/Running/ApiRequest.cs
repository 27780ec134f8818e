namespace PaymentDr.Tests.Emulator;

/// <summary>What a caller asks of a door.</summary>
internal sealed record ApiRequest(string Method, string Host, string Path)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public string? Body { get; init; }
}
