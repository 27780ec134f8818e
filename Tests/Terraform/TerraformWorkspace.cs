using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Terraform;

/// <summary>
/// A folder in which the real Terraform works with the real provider on a synthesized file. What only a test needs, keys
/// that open nothing and a state beside the file, comes from an override, so that the file itself stays as it was written.
/// </summary>
internal sealed class TerraformWorkspace : IDisposable
{
    /// <summary>Most of an apply is waiting: the provider polls for what takes AWS a moment.</summary>
    private const string Parallelism = "-parallelism=40";

    private static readonly string[] DestroyOptions = ["-input=false", "-auto-approve", Parallelism];

    private readonly TemporaryFolder _folder = new();
    private readonly (string, string?)[] _environment;

    public TerraformWorkspace(SynthesizedStack stack, JsonObject? providerSettings = null, params (string, string?)[] environment)
    {
        _environment = [("CHECKPOINT_DISABLE", "1"), ("TF_IN_AUTOMATION", "1"), ("TF_CLI_CONFIG_FILE", TerraformTool.ConfigFile), .. environment];
        _folder.Write("cdk.tf.json", stack.File.ToJsonString());
        File.CreateSymbolicLink(_folder.PathOf(FunctionCode.FileName), FunctionPackage.Ensure(Repository.Root, "linux-x64", TestContext.Progress.WriteLine));
        _folder.Write("test_override.tf.json", Override(stack, providerSettings ?? OfflineProvider).ToJsonString());
    }

    /// <summary>A provider that asks AWS nothing, as long as nothing in the file makes it.</summary>
    public static JsonObject OfflineProvider => new()
    {
        ["access_key"] = "test",
        ["secret_key"] = "test",
        ["skip_credentials_validation"] = true,
        ["skip_metadata_api_check"] = true,
        ["skip_requesting_account_id"] = true,
        ["max_retries"] = 1,
    };

    public void Dispose() => _folder.Dispose();

    public void RemoveFunctions() => File.Delete(_folder.PathOf(FunctionCode.FileName));

    public void RemoveOverride() => File.Delete(_folder.PathOf("test_override.tf.json"));

    public void Init(params string[] options) => Succeed("init", ["-input=false", .. options]);

    public void Validate()
    {
        var result = JsonNode.Parse(Succeed("validate", ["-json"]).Output)!;
        Assert.That(result["diagnostics"]!.AsArray(), Is.Empty, result.ToJsonString());
    }

    /// <summary>The plan, as Terraform shows it in JSON.</summary>
    public JsonObject Plan(params string[] options)
    {
        Succeed("plan", ["-input=false", "-out=plan", .. options]);
        return JsonNode.Parse(Succeed("show", ["-json", "plan"]).Output)!.AsObject();
    }

    public void Apply() => Succeed("apply", ["-input=false", "-auto-approve", Parallelism]);

    public void Destroy() => Succeed("destroy", DestroyOptions);

    public ToolResult TryDestroy() => Run("destroy", DestroyOptions);

    public ToolResult Succeed(string command, IEnumerable<string> options)
    {
        var result = Run(command, options);
        Assert.That(result.ExitCode, Is.Zero, $"terraform {command}: {result}");
        return result;
    }

    public ToolResult Run(string command, IEnumerable<string> options) =>
        ExternalTool.Run("terraform", [command, .. options, .. NoColor(command)], _folder.Path, _environment);

    private static string[] NoColor(string command) => command is "providers" or "output" or "state" ? [] : ["-no-color"];

    private static JsonObject Override(SynthesizedStack stack, JsonObject providerSettings)
    {
        var providers = stack.File["provider"]!["aws"]!.AsArray().Select(provider =>
        {
            var settings = providerSettings.DeepClone().AsObject();
            settings["alias"] = provider!["alias"]!.GetValue<string>();
            settings["region"] = provider["region"]!.GetValue<string>();
            return (JsonNode)settings;
        });
        return new()
        {
            ["provider"] = new JsonObject { ["aws"] = new JsonArray([.. providers]) },
            ["terraform"] = new JsonObject { ["backend"] = new JsonObject { ["local"] = new JsonObject { ["path"] = "terraform.tfstate" } } },
        };
    }
}
