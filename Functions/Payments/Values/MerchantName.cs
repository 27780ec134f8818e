namespace PaymentDr.Payments;

/// <summary>How a merchant may be called: as part of a key, of a parameter's path and of what a payment's id is made of.</summary>
public static class MerchantName
{
    private const int Longest = 32;

    public static bool IsValid(string name) =>
        name.Length is > 0 and <= Longest && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-');
}
