namespace PaymentDr.Semantics;

/// <summary>What happened, in order: the calls back from the kernel above all.</summary>
internal static class Log
{
    public static List<string> Lines { get; } = [];

    public static void Add(string line) => Lines.Add(line);

    /// <summary>What an action throws: the type and the first line, because the rest is a stack trace.</summary>
    public static void Refusal(string what, Action action)
    {
        try
        {
            action();
            Add($"{what}: accepted");
        }
        catch (Exception exception)
        {
            Add($"{what}: {exception.GetType().Name}: {exception.Message.Split('\n')[0]}");
        }
    }
}
