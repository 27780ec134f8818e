namespace PaymentDr.Tests.Permissions;

/// <summary>A stack's policies, held against all that is asked of AWS in it, and against what nobody may ask.</summary>
internal sealed record Proof(Policies Policies, IReadOnlyList<Call> Made, IReadOnlyList<Call> Forbidden, IReadOnlyList<Call> Denied)
{
    public static Proof Of(SynthesizedStack stack)
    {
        var made = AllCalls.Of(stack);
        return new(Policies.Of(stack), made, [.. Permissions.Forbidden.For(stack, made)], [.. Permissions.Forbidden.Denied(stack)]);
    }

    /// <summary>What does not work.</summary>
    public IEnumerable<string> Refused() => Made.Where(call => !Policies.Allow(call)).Select(call => $"refused: {call}");

    /// <summary>What should not work.</summary>
    public IEnumerable<string> Open() =>
        Forbidden.Where(Policies.Allow).Select(call => $"allowed: {call}")
        .Concat(Denied.Where(call => !Policies.Deny(call)).Select(call => $"not denied: {call}"));

    /// <summary>What is granted to nobody's use: each action of a statement, on each of its resources.</summary>
    public IEnumerable<(Statement Statement, string Action, string Resource)> Unused() =>
        from statement in Policies.Statements
        where !statement.Denies
        let made = Made.Where(statement.Matches).ToArray()
        from action in statement.Actions
        from resource in statement.Resources
        where !made.Any(call => Wildcard.MatchesAction(action, call.Action) && Wildcard.Matches(resource, call.Resource))
        select (statement, action, resource);

    /// <summary>Whether it would be noticed if a statement were another one, or were not there.</summary>
    public bool Notices(Statement old, Statement? changed)
    {
        var mutated = Policies.With(old, changed);
        return Made.Any(call => IsChanged(call) && !mutated.Allow(call))
            || Forbidden.Any(call => IsChanged(call) && mutated.Allow(call))
            || Denied.Any(call => IsChanged(call) && !mutated.Deny(call));

        bool IsChanged(Call call) => old.Matches(call) != (changed?.Matches(call) ?? false);
    }
}
