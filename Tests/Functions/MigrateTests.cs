using PaymentDr.Functions.Migrate;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Functions;

[TestFixture]
public sealed class MigrateTests
{
    [Test]
    public async Task Two_at_once_and_one_more_bring_the_schema_once()
    {
        await using var two = await TwoBooks.CreateAsync();

        var answers = await Task.WhenAll(two.Function("migrate").WithAsync("{}"), two.Function("migrate").WithAsync("{}"));
        var again = await two.Function("migrate", Site.Secondary).WithAsync("{}");

        Assert.That(answers.SelectMany(answer => answer["applied"]!.AsArray()).Select(name => name!.GetValue<string>()), Is.EqualTo(Schema.Migrations.Select(step => step.Name)));
        Assert.That(again.ToJsonString(), Is.EqualTo($$"""{"applied":[],"version":{{Schema.Migrations[^1].Number}}}"""), "from the other region, too: it finds the writer");
        Assert.That(await two.Platform(Site.Primary).Books.EpochAsync(default), Is.EqualTo(Epoch.First), "the application can log in");
        Assert.That(two.Statements, Has.None.Contains("first-password"), "as a verifier only");
    }

    [Test]
    public void Steps_are_numbered_without_a_gap() =>
        Assert.That(Schema.Migrations.Select(step => step.Number), Is.EqualTo(Enumerable.Range(1, Schema.Migrations.Count)));
}
