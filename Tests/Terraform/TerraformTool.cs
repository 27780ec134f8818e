namespace PaymentDr.Tests.Terraform;

/// <summary>Whether Terraform and the provider can be had here.</summary>
internal static class TerraformTool
{
    private static readonly Lazy<string?> Obstacle = new(FindObstacle);

    /// <summary>The user's own configuration, which may name a mirror of the provider. Null where the variable names no file: Terraform would warn.</summary>
    public static string? ConfigFile { get; } =
        Environment.GetEnvironmentVariable("TF_CLI_CONFIG_FILE") is { } path && File.Exists(path) ? path : null;

    public static void Require()
    {
        if (Obstacle.Value is { } reason)
        {
            ExternalTool.Missing(reason);
        }
    }

    private static string? FindObstacle()
    {
        if (!ExternalTool.IsOnPath("terraform"))
        {
            return "terraform is not on PATH.";
        }

        using var workspace = new TerraformWorkspace(SynthesizedStack.Default);
        var init = workspace.Run("init", ["-input=false"]);
        return init.ExitCode == 0 ? null : $"terraform init cannot install the provider: {init.Error.Trim()}";
    }
}
