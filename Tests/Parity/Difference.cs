namespace PaymentDr.Tests.Parity;

/// <summary>What one region says otherwise than the other one.</summary>
/// <param name="Key">Type, and path within the region.</param>
/// <param name="Path">Of the attribute; empty where the whole stands in one region only.</param>
internal sealed record Difference(string Key, string Path, string? Primary, string? Secondary)
{
    public override string ToString() => Path == ""
        ? $"{Key}: only in {(Secondary is null ? "primary" : "secondary")}"
        : Primary == Secondary ? $"{Key}: {Path} is {Primary ?? "absent"} in both, and ought to differ"
        : $"{Key}: {Path} is {Primary ?? "absent"} in primary, {Secondary ?? "absent"} in secondary";
}
