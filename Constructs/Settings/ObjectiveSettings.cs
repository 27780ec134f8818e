namespace PaymentDr;

/// <summary>What a loss may cost at the worst, and what is believed where nothing of the platform bounds it. A synthesis that exceeds it is refused.</summary>
/// <param name="TrafficSeconds">From the loss of the primary until names lead elsewhere and resolvers know it.</param>
/// <param name="SettlementMinutes">From the loss of the primary until what is taken on is settled again.</param>
/// <param name="BooksLossMinutes">How much the books may have lost before the ledger gives it back.</param>
/// <param name="PromotionSeconds">How long RDS takes to promote the other region's books.</param>
/// <param name="BooksLagSeconds">How far the other region's books are behind.</param>
/// <param name="AvailabilityPercent">Of taking payments on, over a month.</param>
public sealed record ObjectiveSettings(
    int TrafficSeconds, int SettlementMinutes, int BooksLossMinutes, int PromotionSeconds, int BooksLagSeconds, decimal AvailabilityPercent);
