using System.Buffers.Text;
using System.Security.Cryptography;
using PaymentDr.Aws;
using PaymentDr.Payments;

namespace PaymentDr.Commands;

/// <summary>
/// The keys of merchants in both regions. What cannot be done in both is said by region, and the same command finishes it: adding makes
/// another key, revoking takes away what is left.
/// </summary>
internal sealed class KeyAdministration(PerRegion<KeyFolder> regions, TextWriter output)
{
    private const int SecretBytes = 32;

    /// <summary>Of the digits of a hash. They tell keys apart, and open nothing.</summary>
    private const int IdLength = 12;

    /// <summary>Two are enough to exchange one, and 60 are all that a parameter holds.</summary>
    private const int MostKeys = 10;

    /// <summary>For all that one region is asked at a time.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(30);

    public async Task AddAsync(string merchant, CancellationToken cancellation)
    {
        // Both must answer before either is changed.
        var found = await InBothAsync((folder, limit) => folder.HashesOfAsync(merchant, limit), cancellation);
        Refuse(found, "No key was added, and nothing was changed.");
        if (found.Any(each => each.Value!.Count >= MostKeys))
        {
            throw new CommandException($"{merchant} has {MostKeys} keys, which is the most: 'keys revoke' those that nobody uses.");
        }

        var key = $"{merchant}.{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}";
        var hash = ApiKeys.HashOf(key);
        var added = await InBothAsync((folder, limit) => folder.AddAsync(merchant, hash, limit), cancellation);
        if (added.Any(each => each.Problem is not null))
        {
            await TakeBackAsync(merchant, hash, added, cancellation);
        }

        await output.WriteLineAsync(key);
        await output.WriteLineAsync($"This is shown once. {Named(added)} have its hash, {IdOf(hash)}; doors that {merchant} has used take it a minute from now at the latest.");
    }

    public async Task ListAsync(string? merchant, CancellationToken cancellation)
    {
        var found = await InBothAsync((folder, limit) => folder.AllAsync(limit), cancellation);
        var keys = found.SelectMany(each => each.Value ?? new Dictionary<string, IReadOnlyCollection<string>>())
            .Where(entry => merchant is null || entry.Key == merchant)
            .SelectMany(entry => entry.Value.Select(hash => (Merchant: entry.Key, Hash: hash)))
            .Distinct()
            .Order()
            .ToArray();

        await output.WriteLineAsync(Line("merchant", "key id", [.. found.Select(each => each.Region)]));
        foreach (var key in keys)
        {
            await output.WriteLineAsync(Line(key.Merchant, IdOf(key.Hash), [.. found.Select(each => Presence(each, key.Merchant, key.Hash))]));
        }

        Refuse(found, "The list is not complete.");
    }

    public async Task RevokeAsync(string merchant, string prefix, CancellationToken cancellation)
    {
        var found = await InBothAsync((folder, limit) => folder.HashesOfAsync(merchant, limit), cancellation);
        string[] meant = [.. found.SelectMany(each => each.Value ?? []).Where(hash => hash.StartsWith(prefix, StringComparison.Ordinal)).Distinct()];
        if (meant.Length == 0)
        {
            Refuse(found, $"Nothing was changed: where one can ask there is no key {prefix} of {merchant}.");
            throw new CommandException($"Nothing was changed: neither region has a key {prefix} of {merchant}.");
        }

        if (meant.Length > 1)
        {
            throw new CommandException($"Nothing was changed: {prefix} begins {meant.Length} keys of {merchant}: {string.Join(", ", meant)}.");
        }

        // Also where it was not seen: a region that did not answer may have it.
        var removed = await InBothAsync((folder, limit) => folder.RemoveAsync(merchant, meant[0], limit), cancellation);
        Refuse(removed, $"The key {IdOf(meant[0])} of {merchant} is NOT revoked everywhere. Repeat the command until it says so.");
        await output.WriteLineAsync($"The key {IdOf(meant[0])} of {merchant} is revoked: {Named(removed)} do not have its hash. Doors that know it take it for another minute at the most.");
    }

    /// <summary>The key was shown to nobody, so what is left of it opens nothing.</summary>
    private async Task TakeBackAsync(string merchant, string hash, Attempt<bool>[] added, CancellationToken cancellation)
    {
        var removed = await InBothAsync((folder, limit) => folder.RemoveAsync(merchant, hash, limit), cancellation);
        var left = removed.Where(each => each.Problem is not null).Select(each => each.Region).ToArray();
        Refuse(added, left.Length == 0
            ? $"No key was added. As far as they have answered no region holds anything of it; if 'keys list {merchant}' shows {IdOf(hash)} later, nobody has that key. Run the command again."
            : $"No key was added. {string.Join(" and ", left)} may hold the hash of one that nobody has: 'keys revoke {merchant} {IdOf(hash)}' removes it.");
    }

    private static void Refuse<T>(Attempt<T>[] attempts, string consequence)
    {
        var problems = attempts.Where(each => each.Problem is not null).Select(each => $"\n  {each.Problem}").ToArray();
        if (problems.Length > 0)
        {
            throw new CommandException($"{consequence}{string.Concat(problems)}");
        }
    }

    private static string Presence(Attempt<IReadOnlyDictionary<string, IReadOnlyCollection<string>>> region, string merchant, string hash) =>
        region.Value is not { } folder ? "?" : folder.GetValueOrDefault(merchant)?.Contains(hash) is true ? "yes" : "no";

    private static string IdOf(string hash) => hash.Length > IdLength ? hash[..IdLength] : hash;

    private static string Named<T>(Attempt<T>[] attempts) => string.Join(" and ", attempts.Select(each => each.Region));

    private static string Line(string merchant, string id, string[] presence) =>
        $"{merchant,-32}  {id,-IdLength}{string.Concat(presence.Select(text => $"  {text,-14}"))}".TrimEnd();

    private Task<Attempt<bool>[]> InBothAsync(Func<KeyFolder, CancellationToken, Task> act, CancellationToken cancellation) => InBothAsync(
        async (folder, limit) =>
        {
            await act(folder, limit);
            return true;
        },
        cancellation);

    /// <summary>At once, and neither keeps the other from it. Primary first in the answer.</summary>
    private async Task<Attempt<T>[]> InBothAsync<T>(Func<KeyFolder, CancellationToken, Task<T>> act, CancellationToken cancellation)
    {
        var attempts = regions.Map(async folder =>
        {
            try
            {
                return new Attempt<T>(folder.Region, await new Reach(folder.Region, Budget, Tries: 1).CallAsync(limit => act(folder, limit), cancellation));
            }
            catch (UnreachableException exception)
            {
                return new Attempt<T>(folder.Region, default) { Problem = exception.Message };
            }
        });

        return await Task.WhenAll(attempts.Primary, attempts.Secondary);
    }

    /// <summary>What became of something in a region.</summary>
    private sealed record Attempt<T>(string Region, T? Value)
    {
        /// <summary>Null when it was done.</summary>
        public string? Problem { get; init; }
    }
}
