using HashiCorp.Cdktf.Providers.Aws.SsmParameter;

namespace PaymentDr;

/// <summary>What a region's programs and people look up: the same names in both regions, each with what is that region's own.</summary>
public sealed class RegionParameters : RegionalConstruct
{
    private readonly EncryptionKey _key;

    public RegionParameters(Region region, EncryptionKeys keys) : base(region, "parameters") => _key = keys.Data;

    public void Add(string name, string value) => _ = new SsmParameter(this, IdOf(name), new SsmParameterConfig
    {
        Provider = Region.Provider,
        Name = Region.ParameterName(name),
        Type = "String",
        Value = value,
    });

    /// <param name="value">An expression for a write-only argument: it stands in no file, no plan and no state.</param>
    /// <param name="version">The value is sent again only when this changes.</param>
    public void AddSecret(string name, string value, int version) => _ = new SsmParameter(this, IdOf(name), new SsmParameterConfig
    {
        Provider = Region.Provider,
        Name = Region.ParameterName(name),
        Type = "SecureString",
        KeyId = _key.Key.Arn,
        ValueWo = value,
        ValueWoVersion = version,
    });

    private static string IdOf(string name) => name.Replace('/', '-');
}
