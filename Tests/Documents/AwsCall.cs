namespace PaymentDr.Tests.Documents;

/// <summary>A command of AWS that a document shows.</summary>
internal sealed record AwsCall(DocumentCommand Command)
{
    /// <summary>That a part of a command is named, in a sentence: it may lack what a whole one needs.</summary>
    private const string Rest = "...";

    public string Service => Command.Words.ElementAtOrDefault(0) ?? "";

    public string Operation => Command.Words.ElementAtOrDefault(1) ?? "";

    public string Name => $"{Service} {Operation}";

    public string? Query => ValueOf("query");

    public string? Region => ValueOf("region");

    private IReadOnlyList<string> Words => [.. Command.Words.Skip(2).Where(word => word != Rest)];

    public string? ValueOf(string name) => Words.SkipWhile(word => word != $"--{name}").ElementAtOrDefault(1);

    /// <summary>Every word but the command's own, with the argument that it belongs to; null where it stands alone.</summary>
    public IEnumerable<(string? Argument, string Word)> Values
    {
        get
        {
            string? argument = null;
            foreach (var word in Words)
            {
                if (IsName(word))
                {
                    argument = word[2..];
                }
                else
                {
                    yield return (argument, word);
                }
            }
        }
    }

    /// <param name="valuesOf">How many values an argument takes: none, one, many; null where it is not known.</param>
    public (IReadOnlyDictionary<string, IReadOnlyList<string>> Named, IReadOnlyList<string> Positional) Arguments(Func<string, string?> valuesOf)
    {
        var (named, positional) = (new Dictionary<string, IReadOnlyList<string>>(), new List<string>());
        var words = Words;
        for (var at = 0; at < words.Count;)
        {
            if (!IsName(words[at]))
            {
                positional.Add(words[at++]);
                continue;
            }

            var name = words[at++][2..];
            var most = valuesOf(name) switch { "none" => 0, "one" => 1, _ => int.MaxValue };
            var values = words.Skip(at).TakeWhile(word => !IsName(word)).Take(most).ToArray();
            (named[name], at) = (values, at + values.Length);
        }

        return (named, positional);
    }

    public override string ToString() => Command.ToString();

    private static bool IsName(string word) => word.StartsWith("--", StringComparison.Ordinal);
}
