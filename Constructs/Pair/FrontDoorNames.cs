namespace PaymentDr;

/// <summary>The names of a door.</summary>
/// <param name="Customers">The one that leads to whichever region serves.</param>
/// <param name="Regional">The one that leads to a region, however it is.</param>
public sealed record FrontDoorNames(string Customers, PerRegion<string> Regional);
