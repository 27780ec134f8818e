namespace PaymentDr.Tests.Recovery.Exploration;

/// <summary>What the programs do wrong on purpose, to see a law find it.</summary>
public enum Mistake
{
    None,

    /// <summary>Who settles asks for no reign.</summary>
    NoEpoch,

    /// <summary>The decision is asked when a region is lost or comes back, and not every minute.</summary>
    FireOnce,

    /// <summary>The decision does not see that the books of who reigns follow others.</summary>
    BlindToBooks,

    /// <summary>A decision goes on with a reign that was completed.</summary>
    SameReign,

    /// <summary>A reign that the books know is kept from the ledger.</summary>
    SilentBooks,
}
