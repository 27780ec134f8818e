using System.Text.RegularExpressions;

namespace PaymentDr.Payments;

/// <summary>Finds what looks like a card's number, so that it is refused before anything stores or logs it.</summary>
public static partial class CardNumber
{
    private const int Shortest = 13;
    private const int Longest = 19;

    /// <summary>
    /// Digits that pass the Luhn check, in one run or in groups, whatever touches them. In more digits than a card has, any part may be the
    /// card, so that these hardly ever pass. A UUID is no card, though it may hold many digits.
    /// </summary>
    public static bool IsIn(string text)
    {
        if (text.Count(char.IsAsciiDigit) < Shortest)
        {
            return false;
        }

        foreach (Match run in Runs().Matches(Uuids().Replace(text, "|")))
        {
            var digits = run.Value.Where(char.IsAsciiDigit).ToArray();

            // The whole of what could be a card, or any part of what is longer.
            for (var length = digits.Length <= Longest ? digits.Length : Shortest; length <= Math.Min(Longest, digits.Length); length++)
            {
                for (var start = 0; start + length <= digits.Length; start++)
                {
                    if (PassesLuhn(digits.AsSpan(start, length)))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    private static bool PassesLuhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var fromRight = 0; fromRight < digits.Length; fromRight++)
        {
            var digit = digits[^(fromRight + 1)] - '0';
            var doubled = int.IsOddInteger(fromRight) ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0;
    }

    [GeneratedRegex(@"[0-9](?:[ ._/-]?[0-9]){12,}", RegexOptions.CultureInvariant)]
    private static partial Regex Runs();

    /// <summary>With its hyphens, or as 32 characters of which one at least is a letter.</summary>
    [GeneratedRegex(
        @"(?<![0-9a-fA-F])(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|(?=[0-9]*[a-fA-F])[0-9a-fA-F]{32})(?![0-9a-fA-F])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Uuids();
}
