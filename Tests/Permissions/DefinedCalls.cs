using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Permissions;

/// <summary>The calls that AWS makes because something is defined so: under the role that it is given there, or in its own name.</summary>
internal sealed partial class DefinedCalls
{
    private readonly Dictionary<string, Func<Element, IEnumerable<Call>>> _callers;

    private DefinedCalls(SynthesizedStack stack)
    {
        Definitions[] definitions = [new AutomationDefinitions(stack), new CopyDefinitions(stack), new EventDefinitions(stack), new LogDefinitions(stack), new ProgramDefinitions(stack), new WorkflowDefinitions(stack)];
        _callers = definitions.SelectMany(each => each.Callers).ToDictionary();
    }

    /// <exception cref="NotSupportedException">A role is given to something of which nobody has said what it asks for.</exception>
    public static IReadOnlyList<Call> Of(SynthesizedStack stack)
    {
        var defined = new DefinedCalls(stack);
        return [.. stack.Elements.Where(element => element.Kind == "resource").SelectMany(defined.Of)];
    }

    /// <summary>Because of one element.</summary>
    public static IEnumerable<Call> Of(SynthesizedStack stack, Element element) => new DefinedCalls(stack).Of(element);

    private IEnumerable<Call> Of(Element element) =>
        _callers.TryGetValue(element.Type, out var calls) ? calls(element)
        : GivenRole().IsMatch(element.WithoutMetadata().ToJsonString()) ? throw new NotSupportedException($"{element} is given a role, and nobody has said what for.")
        : [];

    [GeneratedRegex(@"\$\{aws_iam_role\.[^}]+\.arn\}")]
    private static partial Regex GivenRole();
}
