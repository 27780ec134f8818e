namespace PaymentDr.Tests.Regional.Keys;

[TestFixture]
public sealed class EncryptionKeysTests
{
    [Snapshot]
    [TestCase("primary")]
    [TestCase("secondary")]
    public void Keys(string region) => Snapshot.Verify(SynthesizedStack.Default.Slice($"{region}/keys"));

    [Test]
    public void Keys_rotate_and_belong_to_one_region()
    {
        var keys = SynthesizedStack.Default.Elements.Where(element => element.Type == "aws_kms_key").ToArray();

        Assert.That(keys, Has.Length.EqualTo(4));
        Assert.That(keys, Has.All.Matches<Element>(key => key.Body["enable_key_rotation"]!.GetValue<bool>()));
        Assert.That(keys, Has.None.Matches<Element>(key => key.Body.ContainsKey("multi_region")));
    }
}
