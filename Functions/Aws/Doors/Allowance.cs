namespace PaymentDr.Aws;

/// <summary>So many at once, and then one each time that has passed.</summary>
internal sealed class Allowance(int most, TimeSpan time, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _isWholeAt;

    public bool TryTake()
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (_isWholeAt - now > time * (most - 1))
            {
                return false;
            }

            _isWholeAt = (_isWholeAt > now ? _isWholeAt : now) + time;
            return true;
        }
    }

    public void GiveBack()
    {
        lock (_lock)
        {
            _isWholeAt -= time;
        }
    }
}
