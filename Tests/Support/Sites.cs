using PaymentDr.Payments;

namespace PaymentDr.Tests;

internal static class Sites
{
    public static readonly Site[] Both = [Site.Primary, Site.Secondary];

    public static Site Other(this Site site) => site is Site.Primary ? Site.Secondary : Site.Primary;
}
