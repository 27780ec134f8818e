using System.Text.Json.Nodes;
using PaymentDr.Aws;
using PaymentDr.Hosting;
using PaymentDr.Payments;
using PaymentDr.Runtime;

namespace PaymentDr.Functions;

/// <summary>Tells on the region's bus what became of payments.</summary>
public sealed class Announcer(EventBus bus, Site site)
{
    public static Announcer On(Platform platform) => new(new EventBus(platform.Region, platform.Variables.Get("EVENT_BUS")), platform.Site);

    /// <returns>For each whether the bus has it. It fails nobody: the money has moved, and what became of the news is the caller's to decide.</returns>
    public async Task<IReadOnlyList<bool>> TellAsync(IReadOnlyList<PaymentNews> news, StructuredLog log, CancellationToken cancellation)
    {
        if (news.Count == 0)
        {
            return [];
        }

        var isTold = new bool[news.Count];
        try
        {
            foreach (var numbers in Enumerable.Range(0, news.Count).Chunk(EventBus.MostAtOnce))
            {
                var isTaken = await bus.PutAsync([.. numbers.Select(number => ToEvent(news[number]))], cancellation);
                foreach (var (index, number) in numbers.Index())
                {
                    isTold[number] = isTaken[index];
                }
            }
        }
        catch (Exception exception)
        {
            // Nor is the bus asked again for the rest: each call would take as long to fail.
            log.Error("The bus takes no events.", exception);
        }

        Count(news, isTold, log);
        return isTold;
    }

    /// <summary>No account, not even by its token: who needs more may ask for the payment by its id.</summary>
    private BusEvent ToEvent(PaymentNews news) => new(EventSchema.Source, EventSchema.TypeOf(news.State), new JsonObject
    {
        [EventSchema.Id] = news.Id,
        [EventSchema.Payment] = news.Accepted.Id.Value,
        [EventSchema.Merchant] = news.Accepted.Payment.Merchant,
        [EventSchema.Amount] = news.Accepted.Payment.Amount.Minor,
        [EventSchema.Currency] = news.Accepted.Payment.Amount.Currency.Code,
        [EventSchema.AcceptedAt] = LedgerItems.Time(news.Accepted.At),
        [EventSchema.Epoch] = news.Epoch.Number,
        [EventSchema.Site] = site.ToString(),
    });

    private static void Count(IReadOnlyList<PaymentNews> news, bool[] isTold, StructuredLog log)
    {
        foreach (var (number, untold) in news.Index().Where(each => !isTold[each.Index]))
        {
            log.Warn("An event was not taken.", ("paymentId", untold.Accepted.Id), ("state", untold.State));
        }

        log.Measure(new Metrics().Count("EventsTold", isTold.Count(told => told)).Count("EventsUntold", isTold.Count(told => !told)));
    }
}
