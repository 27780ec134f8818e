namespace PaymentDr.Tests.Recovery;

/// <summary>What a recovery touches.</summary>
/// <param name="Kind">As people call it.</param>
/// <param name="Name">Without region and environment.</param>
/// <param name="Region">Or <see cref="Global"/>.</param>
/// <param name="Element">Null for what the file only names.</param>
internal sealed record Thing(string Kind, string Name, string Region, Element? Element = null)
{
    /// <summary>Answered everywhere by AWS: identities, names, identifiers.</summary>
    public const string Global = "no region";

    /// <summary>Something that nobody in the file declares, and whose region nothing tells.</summary>
    public const string Unknown = "a region that nobody knows";

    /// <summary>The kind of what is named by its arn alone.</summary>
    public const string Undeclared = "what AWS has";

    public override string ToString() => $"{Kind} {Name}";
}

/// <summary>That one thing needs, names or may ask another one.</summary>
/// <param name="Way">By which argument, grant, call or state.</param>
internal sealed record Touch(Thing From, string Way, Thing To)
{
    /// <summary>What is only named, or looked at, needs nothing of its own.</summary>
    public bool IsFollowed { get; init; } = true;

    /// <summary>A workflow goes on as if it had been done.</summary>
    public bool IsCaught { get; init; }
}
