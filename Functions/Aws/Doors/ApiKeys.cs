using System.Security.Cryptography;
using System.Text;
using PaymentDr.Payments;

namespace PaymentDr.Aws;

/// <summary>
/// Who a key belongs to. A key is "{merchant}.{secret}"; under the merchant's name Parameter Store holds the hashes that are valid, two
/// while a key is being exchanged. What was read serves for a while, and on when nothing can be read. Names that nobody has are asked for
/// seldom: they can be made up without end, and must leave Parameter Store's quota to those who have keys.
/// </summary>
public sealed class ApiKeys(Func<string, CancellationToken, Task<string?>> findHashes, TimeProvider clock)
{
    private const int MostStrangers = 10_000;
    private const int LongestKey = 256;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    /// <summary>Before what could not be read is asked for again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Of asking for a name that is not known.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    /// <summary>Taken by whoever turns out to be nobody: ten at once, then one a second.</summary>
    private readonly Allowance _inVain = new(10, TimeSpan.FromSeconds(1), clock);

    private readonly Dictionary<string, (byte[][] Hashes, DateTimeOffset FreshUntil)> _merchants = [];
    private readonly Dictionary<string, (byte[][] Hashes, DateTimeOffset FreshUntil)> _strangers = [];
    private readonly Lock _lock = new();
    private Task _lastTurn = Task.CompletedTask;

    public static ApiKeys In(ParameterStore parameters, string path, TimeProvider clock) =>
        new((merchant, cancellation) => parameters.FindAsync($"{path.TrimEnd('/')}/{merchant}", cancellation), clock);

    public static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>As a parameter holds them.</summary>
    public static IEnumerable<string> HashesIn(string parameter) => parameter.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Null for a key that nobody has; an exception where that could not be asked, or was not.</summary>
    public async Task<string?> MerchantOfAsync(string? key, CancellationToken cancellation)
    {
        if (key is null || key.Length > LongestKey || key.Split('.') is not [var merchant, { Length: > 0 }] || !MerchantName.IsValid(merchant))
        {
            return null;
        }

        var presented = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        var isValid = false;
        foreach (var hash in await HashesOfAsync(merchant, cancellation))
        {
            // All are compared, in the same time whatever they hold.
            isValid |= CryptographicOperations.FixedTimeEquals(presented, hash);
        }

        return isValid ? merchant : null;
    }

    /// <summary>"Bearer {key}", as in the header Authorization; null when it is anything else.</summary>
    public static string? FromHeader(string? authorization) =>
        authorization?.Split(' ', 2) is [var scheme, var key] && scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) ? key.Trim() : null;

    private async Task<byte[][]> HashesOfAsync(string merchant, CancellationToken cancellation)
    {
        var known = Find(merchant);
        if (known is { IsFresh: true } fresh)
        {
            return fresh.Hashes;
        }

        if (known is not { Hashes.Length: > 0 } merchants)
        {
            return await MeetAsync(merchant, cancellation);
        }

        try
        {
            return await ReadAsync(merchant, cancellation);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            // Merchants must not stand before closed doors because parameters cannot be read for a while, nor wait for that each time.
            Remember(merchant, merchants.Hashes, Patience);
            return merchants.Hashes;
        }
    }

    /// <summary>A name that may be a merchant's. One after the other: many who come at once under one name are one question.</summary>
    private async Task<byte[][]> MeetAsync(string merchant, CancellationToken cancellation)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var before = Interlocked.Exchange(ref _lastTurn, turn.Task);
        try
        {
            await before.WaitAsync(LongestWait, cancellation);
            if (Find(merchant) is { IsFresh: true } met)
            {
                return met.Hashes;
            }

            if (!_inVain.TryTake())
            {
                throw new UnreachableException("Too many names that nobody has were asked for.");
            }

            var hashes = await ReadAsync(merchant, cancellation);
            if (hashes.Length > 0)
            {
                _inVain.GiveBack();
            }

            return hashes;
        }
        finally
        {
            turn.SetResult();
        }
    }

    private async Task<byte[][]> ReadAsync(string merchant, CancellationToken cancellation)
    {
        var hashes = Parse(await findHashes(merchant, cancellation));
        Remember(merchant, hashes, Fresh);
        return hashes;
    }

    private static byte[][] Parse(string? parameter) => [.. HashesIn(parameter ?? "").Select(Convert.FromHexString)];

    private (byte[][] Hashes, bool IsFresh)? Find(string merchant)
    {
        lock (_lock)
        {
            return _merchants.TryGetValue(merchant, out var known) || _strangers.TryGetValue(merchant, out known)
                ? (known.Hashes, clock.GetUtcNow() < known.FreshUntil)
                : null;
        }
    }

    private void Remember(string merchant, byte[][] hashes, TimeSpan time)
    {
        lock (_lock)
        {
            // Names can be made up without end; they must not push out those who have keys.
            if (_strangers.Count >= MostStrangers)
            {
                _strangers.Clear();
            }

            var (home, other) = hashes.Length > 0 ? (_merchants, _strangers) : (_strangers, _merchants);
            home[merchant] = (hashes, clock.GetUtcNow() + time);
            other.Remove(merchant);
        }
    }
}
