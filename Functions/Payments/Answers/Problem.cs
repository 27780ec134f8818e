namespace PaymentDr.Payments;

/// <summary>Why a request got no payment (RFC 9457). Never the text of an exception.</summary>
public sealed record Problem
{
    public required string Type { get; init; }

    public required string Title { get; init; }

    public required int Status { get; init; }

    public string? Detail { get; init; }

    /// <summary>Everything that is wrong with a malformed request.</summary>
    public IReadOnlyList<FieldError>? Errors { get; init; }
}
