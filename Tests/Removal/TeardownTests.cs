using PaymentDr.Tests.Emulator;
using PaymentDr.Tests.Terraform;

namespace PaymentDr.Tests.Removal;

/// <summary>
/// The books, applied by the real Terraform to an emulator of their own, and removed from each assignment of roles. Terraform waits 30 s for
/// each cluster and each instance, however fast the emulator is: so the environments come and go at the same time.
/// </summary>
[TestFixture]
[Category("Emulator")]
public sealed class TeardownTests
{
    private AwsEmulator? _emulator;
    private RemovableBooks[] _environments = [];
    private WithHome _home = null!;
    private AfterFailover _failover = null!;
    private Removal _lost = null!;

    private RemovableBooks Home => _environments[0];

    private RemovableBooks FailedOver => _environments[1];

    private RemovableBooks Lost => _environments[2];

    [OneTimeSetUp]
    public async Task ApplyAsync()
    {
        TerraformTool.Require();
        if (AwsEmulator.FindObstacle() is { } reason)
        {
            ExternalTool.Missing(reason);
        }

        TestCredentials.Set();
        _emulator = AwsEmulator.Start();
        _environments = [new(_emulator, "home"), new(_emulator, "failed-over"), new(_emulator, "lost")];
        await Task.WhenAll(_environments.Select(environment => Task.Run(environment.ApplyAsync)));

        var (home, failover, lost) = (Task.Run(RemoveWithHomeAsync), Task.Run(RemoveAfterFailoverAsync), Task.Run(RemoveWithoutHomeAsync));
        (_home, _failover, _lost) = (await home, await failover, await lost);
    }

    [OneTimeTearDown]
    public void Stop()
    {
        foreach (var environment in _environments)
        {
            environment.Dispose();
        }

        _emulator?.Dispose();
        TestCredentials.Remove();
    }

    [Test]
    public void Where_home_writes_it_is_destroyed_as_it_is()
    {
        var (refused, runs, members, removed) = _home;

        Assert.That(refused.Problem, Is.EqualTo("Nothing was changed: the answer was not 'yes'."));
        Assert.That(refused.Output, Does.Contain("the environment home from us-east-1 and us-west-2").And.Contain("cluster-books-primary-home in us-east-1 writes"));
        Assert.That(runs, Is.Zero);
        Assert.That(members, Is.EqualTo(new[] { Home.Home, Home.Away }));

        Assert.That(removed.Problem, Is.Null);
        Assert.That(removed.Output, Does.Contain("us-east-1: 1 parameters").And.Contain("us-west-2: 1 parameters"));
        Assert.That(Home.Runs, Is.EqualTo(new[] { "init -input=false", "destroy -input=false -auto-approve" }));
        Assert.That(Home.FindWhatIsLeft(), Is.Empty);
    }

    [Test]
    public void After_a_failover_Terraform_alone_fails_and_teardown_removes_even_what_that_left()
    {
        var (declined, home, plain, away, removed) = _failover;

        Assert.That(declined.Problem, Does.StartWith("Terraform destroyed nothing"), "nobody said yes to it");
        Assert.That(home, Is.EqualTo(new[] { FailedOver.Home, FailedOver.Away }), "the roles came home");

        Assert.That(plain.ExitCode, Is.EqualTo(1));
        Assert.That(plain.Error, Does.Contain("InvalidGlobalClusterStateFault"));
        Assert.That(away, Is.EqualTo(new[] { FailedOver.Away, FailedOver.Home }));

        Assert.That(removed.Problem, Is.Null);
        Assert.That(FailedOver.FindWhatIsLeft(), Is.Empty);
    }

    [Test]
    public void A_home_that_cannot_take_over_is_taken_out_and_destroyed_like_the_rest()
    {
        Assert.That(_lost.Problem, Is.Null);
        Assert.That(_lost.Output, Does.Contain("it is inaccessible-encryption-credentials").And.Contain("cluster-books-primary-lost is taken out of database-books-lost"));
        Assert.That(Lost.FindWhatIsLeft(), Is.Empty);
    }

    private async Task<WithHome> RemoveWithHomeAsync()
    {
        var refused = await Home.TearDownAsync("no");
        return new(refused, Home.Runs.Count, Home.Members(), await Home.TearDownAsync());
    }

    private async Task<AfterFailover> RemoveAfterFailoverAsync()
    {
        FailedOver.FailOver();
        var declined = await FailedOver.TearDownAsync("yes");
        var home = FailedOver.Members();

        FailedOver.FailOver();
        var plain = FailedOver.DestroyByTerraformAlone();
        return new(declined, home, plain, FailedOver.Members(), await FailedOver.TearDownAsync());
    }

    private async Task<Removal> RemoveWithoutHomeAsync()
    {
        Lost.FailOver();
        Lost.LoseHome();
        return await Lost.TearDownAsync();
    }

    private sealed record WithHome(Removal Refused, int Runs, string[] Members, Removal Removed);

    private sealed record AfterFailover(Removal Declined, string[] Home, ToolResult Plain, string[] Away, Removal Removed);
}
