using System.Net;

namespace PaymentDr;

/// <summary>One region's place: its code, its addresses, its availability zones.</summary>
public sealed record RegionSettings(string Code, IPNetwork Cidr, IReadOnlyList<string> Zones);
