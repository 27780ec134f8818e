namespace PaymentDr;

/// <summary>Whether data outlives its environment.</summary>
public enum Protection
{
    /// <summary>Everything can be removed, with what is in it: environments come and go.</summary>
    Ephemeral,

    /// <summary>What holds data refuses to be removed, and leaves a last snapshot: for those who go live.</summary>
    Guarded,
}
