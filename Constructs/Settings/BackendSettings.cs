namespace PaymentDr;

public enum BackendType
{
    Local,
    S3,
    Cloud,
}

/// <summary>Where Terraform keeps the state: one record per kind.</summary>
public abstract record BackendSettings
{
    private BackendSettings()
    {
    }

    /// <param name="Path">Relative to the folder of cdktf.json.</param>
    public sealed record Local(string Path) : BackendSettings;

    public sealed record S3(string Bucket, string Region, string Key) : BackendSettings;

    public sealed record Cloud(string Organization, string Workspace, string Hostname) : BackendSettings;
}
