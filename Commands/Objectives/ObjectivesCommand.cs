namespace PaymentDr.Commands;

/// <summary>What the loss of the primary costs at the worst, by the file that would be deployed. Nothing is written, and nothing asked of AWS.</summary>
internal static class ObjectivesCommand
{
    public static async Task RunAsync(IReadOnlyList<string> arguments, string folder, IReadOnlyDictionary<string, string?> environment, TextWriter output)
    {
        if (arguments is not ([] or ["--json"]))
        {
            throw new UsageException("'objectives' takes --json and nothing else.");
        }

        var settings = SettingsLoader.Load(folder, environment);
        using var stack = new StagedStack(settings);
        var report = ObjectivesReport.Of(stack.File, settings);
        await output.WriteLineAsync(
            arguments is ["--json"] ? ObjectivesJson.Of(settings.Naming.Suffix, report)
            : report is null ? "No door is open: nobody is served, nothing takes over, and there is nothing to judge."
            : ObjectivesText.Of(report).TrimEnd());
        if (report?.Missed is { Count: > 0 } missed)
        {
            throw new CommandException($"The objectives are missed.{string.Concat(missed.Select(each => $"\n  {each}"))}");
        }
    }
}
