using System.Text.Json.Nodes;
using PaymentDr.Tests.Automation;

namespace PaymentDr.Tests.Permissions;

/// <summary>Of documents that Systems Manager runs under the role that they name, step by step.</summary>
internal sealed class AutomationDefinitions(SynthesizedStack stack) : Definitions(stack)
{
    public const string Service = "ssm.amazonaws.com";

    public override Dictionary<string, Func<Element, IEnumerable<Call>>> Callers => new() { ["aws_ssm_document"] = OfDocument };

    public static string RoleOf(Element document) => (string)document.Content()["assumeRole"]!;

    private IEnumerable<Call> OfDocument(Element document)
    {
        var role = Role(RoleOf(document));
        return
        [
            .. Assumed(RoleOf(document), Service, $"arn:aws:ssm:{Stack.RegionOf(document)}:{Permissions.Arns.Account}:automation-execution/one"),
            .. document.Steps().Select(step => OfStep(role, step)),
        ];
    }

    /// <exception cref="NotSupportedException">Nobody has said what such a step asks for.</exception>
    private Call OfStep(Caller role, JsonObject step) => (string)step["action"]! == "aws:invokeLambdaFunction"
        ? new(role, "lambda:InvokeFunction", Arns.Of((string)step["inputs"]!["FunctionName"]!))
        : throw new NotSupportedException($"A step that does {step["action"]}.");
}
