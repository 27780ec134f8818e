namespace PaymentDr;

/// <summary>
/// The API key of the drills' merchant, with which the probe pays to prove its region: made by AWS, kept in a replicated secret, and known to
/// both regions' doors by its hash.
/// </summary>
public sealed class MerchantKey
{
    /// <summary>Below it stands each merchant's parameter.</summary>
    public const string KeysFolder = "keys";

    public const string Merchant = "drill";

    public MerchantKey(PerRegion<Region> regions, PerRegion<EncryptionKeys> keys, PerRegion<RegionParameters> parameters, Protection protection)
    {
        Login = new ReplicatedLogin(regions, new ReplicatedLoginInputs
        {
            Purpose = "drill-key",
            Description = "The API key of the merchant whose payments prove a region",
            Username = Merchant,
            PasswordPrefix = $"{Merchant}.",
            Keys = keys,
            Protection = protection,
        });
        // As the doors compute it.
        var hash = $"${{sha256({Login.StoredPassword})}}";
        parameters.Each(region => region.AddSecret($"{KeysFolder}/{Merchant}", hash, ReplicatedLogin.PasswordVersion));
    }

    public ReplicatedLogin Login { get; }
}
