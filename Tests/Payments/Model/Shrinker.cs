namespace PaymentDr.Tests.Payments.Model;

/// <summary>Makes a failing run shorter and duller while it still fails.</summary>
internal static class Shrinker
{
    /// <param name="fails">Runs a list of choices; null when it does not fail, else the choices that it really took.</param>
    public static IReadOnlyList<int> Shrink(IReadOnlyList<int> failing, Func<IReadOnlyList<int>, IReadOnlyList<int>?> fails)
    {
        for (var improved = true; improved;)
        {
            improved = false;
            for (var length = Math.Max(1, failing.Count / 2); length >= 1; length /= 2)
            {
                for (var start = 0; start < failing.Count; start += length)
                {
                    foreach (var candidate in new[] { Without(failing, start, length), Zeroed(failing, start, length) })
                    {
                        if (IsSimpler(candidate, failing) && fails(candidate) is { } taken)
                        {
                            failing = Trimmed(IsSimpler(Trimmed(taken), candidate) ? taken : candidate);
                            improved = true;
                        }
                    }
                }
            }
        }

        return failing;
    }

    private static int[] Without(IReadOnlyList<int> choices, int start, int length) => [.. choices.Take(start), .. choices.Skip(start + length)];

    private static int[] Zeroed(IReadOnlyList<int> choices, int start, int length) =>
        [.. choices.Select((choice, index) => index >= start && index < start + length ? 0 : choice)];

    /// <summary>Zeros at the end are what follows anyway.</summary>
    private static int[] Trimmed(IReadOnlyList<int> choices) => [.. choices.Take(choices.Count - choices.Reverse().TakeWhile(choice => choice == 0).Count())];

    private static bool IsSimpler(IReadOnlyList<int> left, IReadOnlyList<int> right) =>
        (left.Count, left.Count(choice => choice != 0)).CompareTo((right.Count, right.Count(choice => choice != 0))) < 0;
}
