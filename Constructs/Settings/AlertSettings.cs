namespace PaymentDr;

/// <summary>Who is told by both regions' topics.</summary>
/// <param name="Emails">Each has to confirm, once for each region.</param>
/// <param name="Endpoints">Addresses that begin with https.</param>
public sealed record AlertSettings(IReadOnlyList<string> Emails, IReadOnlyList<string> Endpoints);
