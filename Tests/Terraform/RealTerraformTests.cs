using System.Text.Json.Nodes;
using PaymentDr.Tests.Emulator;

namespace PaymentDr.Tests.Terraform;

/// <summary>The synthesized file before the program that will read it: Terraform, with the provider's own validation.</summary>
[TestFixture]
[Category("Terraform")]
public sealed class RealTerraformTests
{
    private AwsEmulator? _emulator;

    [OneTimeSetUp]
    public void RequireTerraform() => TerraformTool.Require();

    [OneTimeTearDown]
    public void Stop() => _emulator?.Dispose();

    [TestCase("default settings")]
    [TestCase("another secondary region", "PAYMENTDR__Secondary__Region=us-east-2")]
    [TestCase("one NAT gateway a region", "PAYMENTDR__Network__Nat=PerRegion")]
    [TestCase("guarded", "PAYMENTDR__Protection=Guarded")]
    [TestCase("no API", "PAYMENTDR__Doors__Api=false")]
    [TestCase("no service", "PAYMENTDR__Doors__Pay=false")]
    [TestCase("a zone that is not delegated", "PAYMENTDR__Zone__Delegated=false")]
    [TestCase("a zone that exists", "PAYMENTDR__Zone__Id=Z0123456789ABCDEFGHIJ")]
    [TestCase("a zone below another", "PAYMENTDR__Zone__ParentId=Z0123456789ABCDEFGHIJ")]
    [TestCase("an endpoint over both buses", "PAYMENTDR__Events__GlobalEndpointHealthCheckArn=arn:aws:route53:::healthcheck/01234567-89ab-cdef-0123-456789abcdef")]
    [TestCase("rules of AWS Config", "PAYMENTDR__Config__Rules=true")]
    [TestCase("rules and a recorder", "PAYMENTDR__Config__Rules=true", "PAYMENTDR__Config__OwnsRecorder=true")]
    public void It_validates_without_an_account(string variant, params string[] variables)
    {
        TestContext.Out.WriteLine(variant);
        using var workspace = new TerraformWorkspace(SynthesizedStack.Of(Settings(variables)));

        workspace.Init();
        workspace.Validate();
    }

    [Test]
    public void It_validates_before_there_is_an_image()
    {
        using var workspace = new TerraformWorkspace(SynthesizedStack.WithoutImage);

        workspace.Init();
        workspace.Validate();
    }

    [Test]
    public void It_is_refused_without_the_functions()
    {
        using var workspace = new TerraformWorkspace(SynthesizedStack.Default);
        workspace.RemoveFunctions();

        workspace.Init();
        var diagnostics = JsonNode.Parse(workspace.Run("validate", ["-json"]).Output)!["diagnostics"]!.AsArray();

        Assert.That(diagnostics.Select(diagnostic => diagnostic!["detail"]!.GetValue<string>()).ToArray(), Has.Length.EqualTo(2).And.All.Contains("functions.zip: no such file"));
    }

    [TestCase("default settings")]
    [TestCase("another secondary region", "PAYMENTDR__Secondary__Region=us-east-2")]
    [TestCase("one NAT gateway a region", "PAYMENTDR__Network__Nat=PerRegion")]
    [TestCase("no API", "PAYMENTDR__Doors__Api=false")]
    [TestCase("no service", "PAYMENTDR__Doors__Pay=false")]
    [TestCase("a zone that is not delegated", "PAYMENTDR__Zone__Delegated=false")]
    [TestCase("a zone below another", "PAYMENTDR__Zone__ParentId=Z0123456789ABCDEFGHIJ")]
    [TestCase("rules and a recorder", "PAYMENTDR__Config__Rules=true", "PAYMENTDR__Config__OwnsRecorder=true")]
    public void It_plans(string variant, params string[] variables)
    {
        TestContext.Out.WriteLine(variant);
        var settings = Settings(variables);
        var stack = SynthesizedStack.Of(settings);
        using var workspace = PlanningWorkspace(stack);

        workspace.Init();
        var plan = workspace.Plan();

        Assert.That(Changes(plan), Has.Length.EqualTo(stack.Elements.Count(element => element.Kind == "resource")));
        Assert.That(Tagged(plan).Count(), Is.GreaterThan(stack.Elements.Count / 3));
        Assert.That(WrongTags(plan, settings), Is.Empty);
    }

    [TestCase("s3", "PAYMENTDR__Backend__Type=S3", "PAYMENTDR__Backend__Bucket=acme-terraform", "PAYMENTDR__Backend__Region=us-west-2")]
    [TestCase("cloud", "PAYMENTDR__Backend__Type=Cloud", "PAYMENTDR__Backend__Organization=acme")]
    public void A_remote_backend_validates_as_it_is_and_plans_with_a_local_state(string backend, params string[] variables)
    {
        TestContext.Out.WriteLine(backend);
        var stack = SynthesizedStack.Of(Settings(variables));

        using (var asWritten = new TerraformWorkspace(stack))
        {
            asWritten.RemoveOverride();
            asWritten.Init("-backend=false");
            asWritten.Validate();
        }

        using var withLocalState = PlanningWorkspace(stack);
        withLocalState.Init();
        Assert.That(Changes(withLocalState.Plan()), Is.Not.Empty);
    }

    [Test]
    public void Terraform_refuses_what_the_provider_refuses()
    {
        var broken = SynthesizedStack.Default.Broken(file => file.FirstResource("aws_vpc")["cidr_block"] = "10.0.0.0/8");
        using var workspace = new TerraformWorkspace(broken);
        workspace.Init();

        Assert.That(workspace.Run("validate", ["-json"]).Output, Does.Contain("cidr_block"));
    }

    /// <summary>AWS makes the passwords, and a plan asks it for them.</summary>
    private TerraformWorkspace PlanningWorkspace(SynthesizedStack stack)
    {
        if (_emulator is null && AwsEmulator.FindObstacle() is { } reason)
        {
            ExternalTool.Missing(reason);
        }

        _emulator ??= AwsEmulator.Start();
        return new TerraformWorkspace(stack, environment: _emulator.Environment);
    }

    private static PaymentDrSettings Settings(string[] variables) =>
        TestSettings.With([.. variables.Select(variable => variable.Split('=')).Select(pair => (pair[0], pair[1]))]);

    private static JsonObject[] Changes(JsonObject plan)
    {
        JsonObject[] changes = [.. plan["resource_changes"]!.AsArray().Select(change => change!.AsObject()).Where(change => change["mode"]!.GetValue<string>() == "managed")];
        Assert.That(changes.Select(change => change["change"]!["actions"]!.ToJsonString()), Is.All.EqualTo("""["create"]"""));
        return changes;
    }

    private static IEnumerable<JsonNode> Tagged(JsonObject plan) =>
        plan["planned_values"]!["root_module"]!["resources"]!.AsArray().Select(resource => resource!).Where(resource => resource["values"]?["tags_all"] is not null);

    /// <summary>What can be tagged and is planned without the environment or with another region.</summary>
    private static IEnumerable<string> WrongTags(JsonObject plan, PaymentDrSettings settings) =>
        from resource in Tagged(plan)
        let tags = resource["values"]!["tags_all"]!
        let region = resource["address"]!.GetValue<string>().Contains(".primary_", StringComparison.Ordinal) ? settings.Primary : settings.Secondary
        where tags["Environment"]?.GetValue<string>() != settings.Naming.Suffix || tags["Region"]?.GetValue<string>() != region.Code
        select $"{resource["address"]}: {tags.ToJsonString()}";
}
