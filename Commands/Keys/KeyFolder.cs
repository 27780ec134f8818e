using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using PaymentDr.Aws;

namespace PaymentDr.Commands;

/// <summary>
/// One region's parameters with the hashes of keys, by merchant, as that region's doors read them. Each change ends when what is read back is
/// what was wanted.
/// </summary>
/// <param name="path">The folder of the parameters.</param>
/// <param name="encryptionKey">Under which they are kept.</param>
internal sealed class KeyFolder(AwsRegion region, string path, string encryptionKey)
{
    /// <summary>Of changes by others at the same moment.</summary>
    private const int MostRounds = 5;

    /// <summary>Of names, in one call.</summary>
    private const int MostAtOnce = 10;

    /// <summary>
    /// Of a merchant without keys. A parameter cannot be empty, and is not deleted: its versions go on, by which changes at the same moment
    /// are found.
    /// </summary>
    private const string NoKey = ",";

    /// <summary>For one try.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Made where it is first asked, so that missing credentials are this region's answer.</summary>
    private JsonService Store => field ??= new(region.Service("ssm", timeout: Limit), "AmazonSSM", "1.1");

    public string Region => region.Name;

    public static PerRegion<KeyFolder> OfBoth(PaymentDrSettings settings, IReadOnlyDictionary<string, string?> environment)
    {
        return new(In(RegionRole.Primary, settings.Primary), In(RegionRole.Secondary, settings.Secondary));

        KeyFolder In(RegionRole role, RegionSettings region) => new(
            new AwsRegion(region.Code, new Endpoints(environment.GetValueOrDefault)),
            settings.Naming.Parameter(MerchantKey.KeysFolder),
            settings.Naming.KeyAlias(EncryptionKeys.DataPurpose, role));
    }

    public async Task<IReadOnlyCollection<string>> HashesOfAsync(string merchant, CancellationToken cancellation) =>
        (await FindAsync(NameOf(merchant), cancellation)).Hashes;

    /// <summary>By merchant.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyCollection<string>>> AllAsync(CancellationToken cancellation)
    {
        var all = new Dictionary<string, IReadOnlyCollection<string>>();
        await foreach (var parameter in ParametersAsync(isDecrypted: true, cancellation))
        {
            all[parameter["Name"]!.GetValue<string>()[(path.Length + 1)..]] = HashesIn(parameter["Value"]!.GetValue<string>());
        }

        return all;
    }

    /// <summary>Whoever's they are. What encrypts them may be gone before them.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> RemoveAllAsync(CancellationToken cancellation)
    {
        var names = new List<string>();
        await foreach (var parameter in ParametersAsync(isDecrypted: false, cancellation))
        {
            names.Add(parameter["Name"]!.GetValue<string>());
        }

        foreach (var some in names.Chunk(MostAtOnce))
        {
            await Store.CallAsync("DeleteParameters", new() { ["Names"] = new JsonArray([.. some.Select(name => (JsonNode)name)]) }, cancellation);
        }

        return names.Count;
    }

    public Task AddAsync(string merchant, string hash, CancellationToken cancellation) =>
        ChangeAsync(merchant, hashes => hashes.Contains(hash), hashes => [.. hashes, hash], cancellation);

    public Task RemoveAsync(string merchant, string hash, CancellationToken cancellation) =>
        ChangeAsync(merchant, hashes => !hashes.Contains(hash), hashes => [.. hashes.Where(other => other != hash)], cancellation);

    private async IAsyncEnumerable<JsonNode> ParametersAsync(bool isDecrypted, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? next = null;
        do
        {
            var page = new JsonObject { ["Path"] = path, ["WithDecryption"] = isDecrypted };
            if (next is not null)
            {
                page["NextToken"] = next;
            }

            var answer = await Store.CallAsync("GetParametersByPath", page, cancellation);
            foreach (var parameter in answer["Parameters"]!.AsArray())
            {
                yield return parameter!;
            }

            next = answer["NextToken"]?.GetValue<string>();
        }
        while (next is not null);
    }

    private async Task ChangeAsync(
        string merchant, Func<HashSet<string>, bool> isDone, Func<HashSet<string>, HashSet<string>> change, CancellationToken cancellation)
    {
        var name = NameOf(merchant);
        for (var round = 0; round < MostRounds; round++)
        {
            var found = await FindAsync(name, cancellation);
            if (isDone(found.Hashes))
            {
                return;
            }

            await ReplaceAsync(name, found, change(found.Hashes), cancellation);
        }

        throw new IOException($"others have changed the keys of {merchant} {MostRounds} times meanwhile");
    }

    /// <summary>
    /// A parameter can be written on no condition but that it is not there. The number of the version tells what others have written since
    /// it was read, and that is brought into a version of its own; what one of them took away stays away.
    /// </summary>
    private async Task ReplaceAsync(string name, Found found, HashSet<string> wanted, CancellationToken cancellation)
    {
        if (await PutAsync(name, wanted, mayReplace: found.Version > 0, cancellation) is not { } version)
        {
            return;
        }

        var merged = new HashSet<string>(wanted);
        if (version <= found.Version)
        {
            // Somebody deleted it since, with all that it held, and it begins anew.
            merged.ExceptWith(found.Hashes);
        }

        for (var between = found.Version + 1; between < version; between++)
        {
            var others = await FindAsync($"{name}:{between}", cancellation);
            merged.UnionWith(others.Hashes.Except(found.Hashes));
            merged.ExceptWith(found.Hashes.Except(others.Hashes));
        }

        if (!merged.SetEquals(wanted))
        {
            await ReplaceAsync(name, new Found(wanted, version), merged, cancellation);
        }
    }

    private async Task<Found> FindAsync(string name, CancellationToken cancellation)
    {
        try
        {
            var answer = await Store.CallAsync("GetParameter", new() { ["Name"] = name, ["WithDecryption"] = true }, cancellation);
            var parameter = answer["Parameter"]!;
            return new(HashesIn(parameter["Value"]!.GetValue<string>()), parameter["Version"]!.GetValue<long>());
        }
        catch (AmazonServiceException refusal) when (refusal.ErrorCode is "ParameterNotFound" or "ParameterVersionNotFound")
        {
            return new([], 0);
        }
    }

    /// <returns>The version that this made; null when others have made the first one meanwhile.</returns>
    private async Task<long?> PutAsync(string name, HashSet<string> hashes, bool mayReplace, CancellationToken cancellation)
    {
        try
        {
            var answer = await Store.CallAsync(
                "PutParameter",
                new()
                {
                    ["Name"] = name,
                    ["Value"] = hashes.Count == 0 ? NoKey : string.Join(',', hashes),
                    ["Type"] = "SecureString",
                    // Every time: a version without it would be encrypted by a key of AWS's.
                    ["KeyId"] = encryptionKey,
                    ["Overwrite"] = mayReplace,
                },
                cancellation);
            return answer["Version"]!.GetValue<long>();
        }
        catch (AmazonServiceException refusal) when (refusal.ErrorCode == "ParameterAlreadyExists")
        {
            return null;
        }
    }

    private string NameOf(string merchant) => $"{path}/{merchant}";

    private static HashSet<string> HashesIn(string value) => [.. ApiKeys.HashesIn(value).Select(hash => hash.ToLowerInvariant())];

    private sealed record Found(HashSet<string> Hashes, long Version);
}
