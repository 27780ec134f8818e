using System.Text.Json;
using System.Text.Json.Serialization;

namespace PaymentDr.Payments;

/// <summary>Everything that an answer can carry.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UpperCaseDurability), typeof(KebabCaseState), typeof(KebabCaseRejection)])]
[JsonSerializable(typeof(PaymentView))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class AnswerJson : JsonSerializerContext
{
    internal sealed class UpperCaseDurability() : JsonStringEnumConverter<Durability>(JsonNamingPolicy.SnakeCaseUpper);

    internal sealed class KebabCaseState() : JsonStringEnumConverter<PaymentState>(JsonNamingPolicy.KebabCaseLower);

    internal sealed class KebabCaseRejection() : JsonStringEnumConverter<RejectionReason>(JsonNamingPolicy.KebabCaseLower);
}
