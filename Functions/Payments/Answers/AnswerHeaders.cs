using System.Globalization;

namespace PaymentDr.Payments;

/// <summary>What stands above an answer, whichever door it leaves by.</summary>
public static class AnswerHeaders
{
    public const string ContentType = "Content-Type";
    public const string RetryAfter = "Retry-After";

    public static IEnumerable<(string Name, string Value)> Of(Answer answer)
    {
        yield return (ContentType, answer.ContentType);
        yield return ("Cache-Control", "no-store");
        if (answer.RetryAfter is { } patience)
        {
            yield return (RetryAfter, patience.TotalSeconds.ToString("0", CultureInfo.InvariantCulture));
        }
    }
}
