using System.Text.Json;

namespace PaymentDr.Payments;

/// <summary>How a reason is written wherever it is stored: as callers read it.</summary>
public static class RejectionReasons
{
    public static string Code(this RejectionReason reason) => JsonNamingPolicy.KebabCaseLower.ConvertName(reason.ToString());

    public static RejectionReason Parse(string code) => Enum.GetValues<RejectionReason>().Single(reason => reason.Code() == code);
}
