using PaymentDr.Payments;

namespace PaymentDr.Tests.Payments.Model;

/// <summary>Something that runs at a site, until it ends or the site takes it along.</summary>
internal sealed class Process(World world, SiteModel home, string name)
{
    public SiteModel Home => home;

    public string Name => $"{name} in {home.Site}";

    public bool IsAlive { get; private set; } = true;

    /// <summary>The reign that its message names.</summary>
    public Epoch? Believes { get; set; }

    /// <summary>The payment that it takes on.</summary>
    public PaymentId? Accepts { get; set; }

    /// <summary>For mutants that remember what they should not.</summary>
    public bool FoundAccepted { get; set; }

    public Guard? LastGuard { get; set; }

    public void Die()
    {
        if (IsAlive)
        {
            world.Say($"  {Name} dies");
        }

        IsAlive = false;
    }

    /// <summary>Runs at once until its first call. What it throws ends it, as it would a function.</summary>
    public async Task RunAsync(Func<Task> work)
    {
        home.Processes.Add(this);
        try
        {
            await work();
        }
        catch (UnreachableException exception)
        {
            world.Say($"  {Name} gives up: {exception.Message}");
        }
        catch (Exception exception)
        {
            world.Violate($"{Name} failed: {exception}");
        }
        finally
        {
            IsAlive = false;
            home.Processes.Remove(this);
        }
    }
}
