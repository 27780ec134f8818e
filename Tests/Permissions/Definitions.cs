namespace PaymentDr.Tests.Permissions;

/// <summary>What services ask for because of what is defined: each from the chapter of its manual on the role or on the policy that it wants.</summary>
internal abstract class Definitions(SynthesizedStack stack)
{
    /// <summary>By type.</summary>
    public abstract Dictionary<string, Func<Element, IEnumerable<Call>>> Callers { get; }

    protected SynthesizedStack Stack => stack;

    protected Arns Arns { get; } = new(stack);

    protected string BucketArn(string? reference) => $"arn:aws:s3:::{Arns.Of(reference!)}";

    /// <summary>AWS says for which account it acts, and mostly for what of it.</summary>
    protected IEnumerable<Call> Assumed(string? role, string service, string source = "") =>
        [InItsName(service, "sts:AssumeRole", ((Caller.Role)Role(role)).Arn, source)];

    protected static Call InItsName(string service, string action, string resource, string source) =>
        new Call(new Caller.Service(service), action, resource).With("aws:SourceAccount", Permissions.Arns.Account).With("aws:SourceArn", source);

    protected Caller Role(string? reference) => new Caller.Role(Arns.Of(reference!));

    /// <summary>What an element names there, which must be of a type for which it is known what is asked.</summary>
    protected string Given(Element element, string argument, string type) => element.Text(argument)!.Contains($"{type}.", StringComparison.Ordinal)
        ? Arns.Of(element.Text(argument)!)
        : throw new NotSupportedException($"{argument} of {element}: {element.Text(argument)}.");
}
