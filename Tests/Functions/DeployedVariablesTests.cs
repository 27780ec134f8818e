using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PaymentDr.Functions;
using PaymentDr.Hosting;

namespace PaymentDr.Tests.Functions;

/// <summary>What the synthesized file tells each function, against the program.</summary>
[TestFixture]
public sealed partial class DeployedVariablesTests
{
    [Test]
    public void Every_function_starts_with_the_variables_that_it_is_given()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Refusals), Is.Empty);

        var broken = SynthesizedStack.Default.Broken(file =>
        {
            var probe = file["resource"]!["aws_lambda_function"]!.AsObject().First(function => function.Value!["handler"]!.GetValue<string>() == "probe");
            probe.Value!["environment"]!["variables"]!.AsObject().Remove("PROBE");
        });
        Assert.That(Refusals(broken), Has.One.Contains("PROBE is not set"));
    }

    [TestCase("primary")]
    [TestCase("secondary")]
    public async Task The_service_starts_with_the_variables_that_it_is_given(string region)
    {
        var definition = SynthesizedStack.Default.Elements.Single(element => element.Type == "aws_ecs_task_definition" && element.Scope == region);
        var container = JsonNode.Parse(definition.Text("container_definitions")!)![0]!;
        var variables = container["environment"]!.AsArray().ToDictionary(variable => variable!["name"]!.GetValue<string>(), variable => Reference().Replace(variable!["value"]!.GetValue<string>(), "known later"));

        Assert.That(variables.Remove("PORT", out var port), Is.True);
        await using var service = await ServiceProcess.StartAsync(variables);

        Assert.That(service.HasExited, Is.False);
        Assert.That(port, Is.EqualTo($"{AccessGroups.ServicePort}"));
        Assert.That(variables["AWS_REGION"], Is.EqualTo(SynthesizedStack.Default.RegionOf(definition)));
    }

    private static IEnumerable<string> Refusals(SynthesizedStack stack) =>
        from function in stack.Elements
        where function.Type == "aws_lambda_function"
        let refusal = RefusalOf(function, stack.RegionOf(function))
        where refusal is not null
        select $"{function}: {refusal}";

    private static string? RefusalOf(Element function, string region)
    {
        var variables = function.Body["environment"]!["variables"]!.AsObject().ToDictionary(variable => variable.Key, variable => Reference().Replace(variable.Value!.GetValue<string>(), "known later"));
        // Lambda's own.
        variables["AWS_REGION"] = region;
        try
        {
            _ = Catalog.Build(function.Text("handler")!, new Platform(new Variables(variables.GetValueOrDefault), TimeProvider.System));
            return null;
        }
        catch (VariableException refusal)
        {
            return refusal.Message;
        }
    }

    [GeneratedRegex(@"\$\{[^}]*\}")]
    private static partial Regex Reference();
}
