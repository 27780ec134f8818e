using PaymentDr.Payments;

namespace PaymentDr.Commands;

/// <summary>The keys of merchants, of the environment that the settings describe.</summary>
internal static class KeysCommand
{
    /// <summary>Shorter ones are met by chance.</summary>
    private const int ShortestPrefix = 6;

    public static Task RunAsync(
        IReadOnlyList<string> arguments, string folder, IReadOnlyDictionary<string, string?> environment, TextWriter output, CancellationToken cancellation)
    {
        // Judged before the settings are read and before anything is asked.
        var act = Read(arguments, cancellation);
        var settings = SettingsLoader.Load(folder, environment);

        return act(new(KeyFolder.OfBoth(settings, environment), output));
    }

    private static Func<KeyAdministration, Task> Read(IReadOnlyList<string> arguments, CancellationToken cancellation) => arguments switch
    {
        ["add", var name] when Administered(name) is var merchant => keys => keys.AddAsync(merchant, cancellation),
        ["list"] => keys => keys.ListAsync(null, cancellation),
        ["list", var name] when Named(name) is var merchant => keys => keys.ListAsync(merchant, cancellation),
        ["revoke", var name, var key] when (Administered(name), Prefix(key)) is var (merchant, prefix) => keys => keys.RevokeAsync(merchant, prefix, cancellation),
        ["add" or "list" or "revoke", ..] => throw new UsageException($"'keys {arguments[0]}' has too few arguments, or too many."),
        [] => throw new UsageException("'keys' needs to know what to do."),
        _ => throw new UsageException($"'keys {arguments[0]}' is not a command."),
    };

    private static string Administered(string merchant) => Named(merchant) is not MerchantKey.Merchant
        ? merchant
        : throw new CommandException($"The key of '{merchant}' is that of the drills: Terraform makes it, and nobody else changes it.");

    private static string Named(string merchant) => MerchantName.IsValid(merchant)
        ? merchant
        : throw new CommandException($"'{merchant}' is no merchant's name: it must be 1 to 32 lower-case letters, digits and hyphens.");

    /// <summary>What is refused is not repeated: it may be a key.</summary>
    private static string Prefix(string key) => key.Length >= ShortestPrefix && key.All(char.IsAsciiHexDigit)
        ? key.ToLowerInvariant()
        : throw new CommandException(
            $"A key is named by the id that 'keys list' shows, or by {ShortestPrefix} or more of the first hexadecimal digits of its hash; the key itself belongs on no command line.");
}
