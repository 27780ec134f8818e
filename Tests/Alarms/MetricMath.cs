using System.Globalization;

namespace PaymentDr.Tests.Alarms;

/// <summary>The part of CloudWatch's metric math that alarms use: sums, shares, FILL and IF. Whatever has no value makes the result have none.</summary>
internal sealed class MetricMath(string expression)
{
    private readonly string _text = expression.Replace(" ", "", StringComparison.Ordinal);
    private IReadOnlyDictionary<string, double?> _values = new Dictionary<string, double?>();
    private int _at;

    public double? Evaluate(IReadOnlyDictionary<string, double?> values)
    {
        (_values, _at) = (values, 0);
        var result = Comparison();
        return _at == _text.Length ? result : throw Unread();
    }

    private double? Comparison()
    {
        var left = Sum();
        if (!Take(">="))
        {
            return left;
        }

        var right = Sum();
        return left is null || right is null ? null : left >= right ? 1 : 0;
    }

    private double? Sum()
    {
        var sum = Product();
        while (Take("+"))
        {
            sum += Product();
        }

        return sum;
    }

    private double? Product()
    {
        var product = Factor();
        while (Take("/"))
        {
            var divisor = Factor();
            // CloudWatch has no value for what is divided by nothing.
            product = divisor == 0 ? null : product / divisor;
        }

        return product;
    }

    private double? Factor()
    {
        if (Take("("))
        {
            var inner = Comparison();
            return Take(")") ? inner : throw Unread();
        }

        var word = Word();
        return word switch
        {
            "FILL" when Arguments() is [var value, var otherwise] => value ?? otherwise,
            "IF" when Arguments() is [var condition, var yes, var no] => condition is null ? null : condition != 0 ? yes : no,
            _ when _values.TryGetValue(word, out var value) => value,
            _ when double.TryParse(word, CultureInfo.InvariantCulture, out var number) => number,
            _ => throw Unread(),
        };
    }

    private double?[] Arguments()
    {
        var arguments = new List<double?>();
        if (!Take("("))
        {
            throw Unread();
        }

        do
        {
            arguments.Add(Comparison());
        }
        while (Take(","));

        return Take(")") ? [.. arguments] : throw Unread();
    }

    private string Word()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '.'))
        {
            _at++;
        }

        return _text[start.._at];
    }

    private bool Take(string sign)
    {
        var isNext = _text.AsSpan(_at).StartsWith(sign, StringComparison.Ordinal);
        _at += isNext ? sign.Length : 0;
        return isNext;
    }

    private NotSupportedException Unread() => new($"'{_text}' cannot be read from {_at} on.");
}
