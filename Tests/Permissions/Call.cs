using System.Collections.Immutable;

namespace PaymentDr.Tests.Permissions;

/// <summary>Who asks AWS for something.</summary>
internal abstract record Caller
{
    private Caller()
    {
    }

    /// <summary>What runs under a role of ours.</summary>
    internal sealed record Role(string Arn) : Caller
    {
        public override string ToString() => Arn.Split('/')[^1];
    }

    /// <summary>A service in its own name.</summary>
    internal sealed record Service(string Name) : Caller
    {
        public override string ToString() => Name;
    }

    /// <summary>Somebody of another account, whom that account lets do whatever he likes.</summary>
    internal sealed record Stranger : Caller
    {
        public const string Account = "999999999999";

        public override string ToString() => "a stranger";
    }
}

/// <summary>Something that AWS is asked for, as IAM sees it.</summary>
internal sealed record Call(Caller By, string Action, string Resource)
{
    /// <summary>What AWS says of the call beside what it says of every call.</summary>
    public ImmutableSortedDictionary<string, string> Context { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    public Call With(string key, string value) => this with { Context = Context.SetItem(key, value) };

    /// <summary>The value of a condition key; null where AWS says nothing of it.</summary>
    public string? Find(string key) => Context.TryGetValue(key, out var said) ? said : (key, By) switch
    {
        ("aws:SecureTransport", _) => "true",
        ("s3:TlsVersion", _) => "1.3",
        ("aws:PrincipalIsAWSService", Caller.Service) => "true",
        ("aws:PrincipalIsAWSService", _) => "false",
        ("aws:PrincipalAccount", Caller.Role role) => role.Arn.Split(':')[4],
        ("aws:PrincipalAccount", Caller.Stranger) => Caller.Stranger.Account,
        _ => null,
    };

    public override string ToString() => $"{By}: {Action} on {Resource}{string.Concat(Context.Select(said => $", {said.Key} = {said.Value}"))}";
}
