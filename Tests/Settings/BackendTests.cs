namespace PaymentDr.Tests.Settings;

[TestFixture]
public sealed class BackendTests
{
    [Test]
    public void Local_state_stands_outside_what_synthesis_replaces()
    {
        Assert.That(BackendOf(), Is.EqualTo("""{"local":{"path":"../../../terraform.payment-dr-dev.tfstate"}}"""));
        Assert.That(BackendOf(("Path", "state/dev.tfstate")), Is.EqualTo("""{"local":{"path":"../../../state/dev.tfstate"}}"""));
    }

    [Test]
    public void S3_state_is_locked_by_a_file_and_not_in_the_primary_region()
    {
        var backend = BackendOf(("Type", "s3"), ("Bucket", "acme-terraform"), ("Region", "us-west-2"));

        Assert.That(backend, Is.EqualTo("""
            {"s3":{"bucket":"acme-terraform","encrypt":true,"key":"payment-dr-dev/terraform.tfstate","region":"us-west-2","use_lockfile":true}}
            """));
        Assert.That(
            () => BackendOf(("Type", "S3"), ("Bucket", "acme-terraform"), ("Region", "us-east-1")),
            Throws.TypeOf<SettingsException>().With.Message.Contains("Backend:Region = 'us-east-1' (PAYMENTDR__Backend__Region): must be a region of AWS other than us-east-1"));
    }

    [Test]
    public void Terraform_Cloud_gets_an_organization_and_a_workspace()
    {
        var backend = SynthesizedStack.Of(Settings(("Type", "Cloud"), ("Organization", "acme"))).File["terraform"]!["cloud"]!;

        Assert.That(backend.ToJsonString(), Is.EqualTo("""{"hostname":"app.terraform.io","organization":"acme","workspaces":{"name":"payment-dr-dev"}}"""));
    }

    private static string BackendOf(params (string Key, string Value)[] keys) =>
        SynthesizedStack.Of(Settings(keys)).File["terraform"]!["backend"]!.ToJsonString();

    private static PaymentDrSettings Settings(params (string Key, string Value)[] keys) =>
        TestSettings.With([.. keys.Select(key => ($"PAYMENTDR__Backend__{key.Key}", key.Value))]);
}
