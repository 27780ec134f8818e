namespace PaymentDr;

/// <summary>Where Terraform keeps the state.</summary>
internal static class StateBackend
{
    /// <summary>From cdktf.out/stacks/{stack}, where Terraform runs, to the folder of cdktf.json.</summary>
    private const string ProjectFolder = "../../..";

    public static void Declare(TerraformStack stack, BackendSettings settings)
    {
        switch (settings)
        {
            // cdktf's own default is an absolute path, which names one machine.
            case BackendSettings.Local local:
                _ = new LocalBackend(stack, new LocalBackendConfig { Path = $"{ProjectFolder}/{local.Path}" });
                break;

            case BackendSettings.S3 s3:
                var backend = new S3Backend(stack, new S3BackendConfig
                {
                    Bucket = s3.Bucket,
                    Key = s3.Key,
                    Region = s3.Region,
                    Encrypt = true,
                });
                // A lock file beside the state needs no DynamoDB table; the bindings are older than the argument.
                backend.AddOverride("use_lockfile", true);
                break;

            case BackendSettings.Cloud cloud:
                _ = new CloudBackend(stack, new CloudBackendConfig
                {
                    Hostname = cloud.Hostname,
                    Organization = cloud.Organization,
                    Workspaces = new NamedCloudWorkspace(cloud.Workspace),
                });
                break;

            default:
                throw new ArgumentOutOfRangeException(nameof(settings), settings, "Not a backend of Terraform that this program knows.");
        }
    }
}
