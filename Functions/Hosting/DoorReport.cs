using PaymentDr.Payments;
using PaymentDr.Runtime;

namespace PaymentDr.Hosting;

/// <summary>What is said of an answer, whichever door it leaves by.</summary>
public static class DoorReport
{
    public static Answer Tell(DoorReply reply, StructuredLog log)
    {
        log.Info("Answered.", ("status", reply.Answer.Status), ("paymentId", reply.Payment));
        switch (reply.Outcome)
        {
            case AcceptanceOutcome.Acknowledged acknowledged:
                log.Measure(new Metrics().Count("Acknowledged").Count("AcknowledgedByOne", acknowledged.Durability is Durability.One ? 1 : 0));
                break;
            case AcceptanceOutcome.Unknown:
                log.Measure(new Metrics().Count("OutcomeUnknown"));
                break;
            default:
                break;
        }

        return reply.Answer;
    }
}
