namespace PaymentDr;

/// <summary>What Terraform itself may do with a resource that holds data.</summary>
public static class ProtectionLifecycle
{
    /// <summary>Guarded, a plan that would remove it is refused. Null where there is nothing to say.</summary>
    /// <param name="ignored">Arguments that others change, and no plan takes back.</param>
    public static TerraformResourceLifecycle? Lifecycle(this Protection protection, params string[] ignored) =>
        protection is Protection.Ephemeral && ignored.Length == 0 ? null : new()
        {
            IgnoreChanges = ignored.Length == 0 ? null : ignored,
            PreventDestroy = protection is Protection.Guarded ? true : null,
        };
}
