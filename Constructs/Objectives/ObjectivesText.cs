using System.Globalization;
using System.Text;

namespace PaymentDr;

/// <summary>The objectives for a terminal: plain, and no wider than 100.</summary>
public static class ObjectivesText
{
    private const int BarWidth = 20;
    private const int WhatWidth = 34;

    public static string Of(ObjectivesReport report)
    {
        var text = new StringBuilder();
        foreach (var waterfall in report.Waterfalls)
        {
            text.Append(Of(waterfall)).Append('\n');
        }

        text.Append("What may be lost\n");
        foreach (var loss in report.Losses)
        {
            var allowed = loss.AllowedSeconds is { } seconds ? $"at most {seconds} s: {Say(loss.IsMet)}" : "no objective";
            text.Append(CultureInfo.InvariantCulture, $"  {loss.Of}: {(loss.Seconds is { } lost ? $"{lost} s" : "not bounded")} ({allowed})\n");
            Wrap(text, loss.Why);
        }

        var budget = report.Budget;
        text.Append(CultureInfo.InvariantCulture, $"\nError budget of {budget.Percent} %: {Say(budget.IsMet)}\n");
        text.Append(CultureInfo.InvariantCulture, $"  {budget.SecondsPerMonth:0.#} s in 30 days, {budget.LossesPerMonth:0.0} losses of {budget.LossSeconds} s; {budget.SecondsPerYear:0.#} s in 365 days, {budget.LossesPerYear:0.0} losses\n");
        Wrap(text, "Giving back by plan uses none of it: both regions answer meanwhile. That the rest of it is kept cannot be shown without traffic.");
        return text.ToString();
    }

    public static string Of(Waterfall waterfall)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{waterfall.Objective}: {waterfall.WorstSeconds} s at the worst, at most {waterfall.AllowedSeconds} s: {Say(waterfall.IsMet)}\n");
        text.Append("  from  takes\n");
        var from = 0;
        foreach (var term in waterfall.Terms)
        {
            text.Append(CultureInfo.InvariantCulture, $"{from,6}{term.Seconds,7}  |{Bar(from, term.Seconds, waterfall.WorstSeconds)}| {Cut(term.What).PadRight(WhatWidth)} {term.Sum}\n");
            from += term.Seconds;
        }

        foreach (var besides in waterfall.Besides)
        {
            text.Append(CultureInfo.InvariantCulture, $"{"not judged:",13}  {besides.Seconds,6} s {besides.What} ({besides.Sum})\n");
        }

        foreach (var obstacle in waterfall.Obstacles)
        {
            Wrap(text, $"never: {obstacle}");
        }

        return text.ToString();
    }

    private static string Say(bool isMet) => isMet ? "met" : "MISSED";

    /// <summary>What takes a second is seen as well.</summary>
    private static string Bar(int from, int seconds, int worst)
    {
        var start = from * BarWidth / worst;
        var length = Math.Max(1, ((from + seconds) * BarWidth / worst) - start);
        return $"{new string(' ', Math.Min(start, BarWidth - length))}{new string('#', length)}".PadRight(BarWidth);
    }

    private static string Cut(string what) => what.Length <= WhatWidth ? what : what[..WhatWidth];

    private static void Wrap(StringBuilder text, string words)
    {
        const int Indent = 6;
        const int Width = 94;
        var line = 0;
        foreach (var word in words.Split(' '))
        {
            if (line == 0 || line + 1 + word.Length > Width)
            {
                text.Append(line == 0 ? "" : "\n").Append(' ', Indent).Append(word);
                line = Indent + word.Length;
            }
            else
            {
                text.Append(' ').Append(word);
                line += 1 + word.Length;
            }
        }

        text.Append('\n');
    }
}
