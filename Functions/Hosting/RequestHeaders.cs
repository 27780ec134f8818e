namespace PaymentDr.Hosting;

/// <summary>A request's headers, whose names are alike in any case.</summary>
public static class RequestHeaders
{
    public static string? Find(IReadOnlyDictionary<string, string>? headers, string name) =>
        headers?.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
