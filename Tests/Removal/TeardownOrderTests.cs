using PaymentDr.Commands;

namespace PaymentDr.Tests.Removal;

/// <summary>What is done before what, and what is not done then.</summary>
[TestFixture]
public sealed class TeardownOrderTests
{
    private const string Home = "arn:aws:rds:us-east-1:123456789012:cluster:cluster-books-primary-dev";
    private const string Away = "arn:aws:rds:us-west-2:123456789012:cluster:cluster-books-secondary-dev";
    private const string Nowhere = "http://127.0.0.1:9";
    private const string SwitchedOver = "us-west-2 SwitchoverGlobalCluster cluster-books-primary-dev";
    private const string Approved = "approved beforehand";
    private const string Removed = "us-west-2 RemoveFromGlobalCluster cluster-books-primary-dev";

    private FakeControlPlane _plane = null!;
    private FakeTerraform _terraform = null!;
    private Dictionary<string, string?> _environment = [];

    [OneTimeSetUp]
    public void SetCredentials() => TestCredentials.Set();

    [OneTimeTearDown]
    public void RemoveCredentials() => TestCredentials.Remove();

    [SetUp]
    public void Start()
    {
        _plane = new FakeControlPlane { Members = new() { [Home] = false, [Away] = true } };
        _terraform = new FakeTerraform(_plane);
        _environment = new() { ["AWS_ENDPOINT_URL"] = _plane.Endpoint };
    }

    [TearDown]
    public async Task StopAsync() => await _plane.DisposeAsync();

    [Test]
    public async Task Nothing_is_destroyed_until_home_writes()
    {
        _plane.LooksUntilDone = 3;

        var output = await RunAsync();

        Assert.That(_plane.Changes, Is.EqualTo(new[] { SwitchedOver, "destroy" }));
        Assert.That(output.Split("not yet: cluster-books-secondary-dev writes"), Has.Length.EqualTo(4));
        Assert.That(_plane.Members![Home], Is.True);
    }

    [Test]
    public async Task A_switchover_whose_answer_was_lost_is_waited_for()
    {
        _plane.LooksUntilDone = 3;
        _plane.Refusal = (_, operation) => operation == "SwitchoverGlobalCluster" ? "InvalidGlobalClusterStateFault" : null;
        _plane.IsDoneAllTheSame = true;

        await RunAsync();

        Assert.That(_plane.Changes, Is.EqualTo(new[] { SwitchedOver, "destroy" }));
    }

    [Test]
    public async Task A_home_for_which_switchover_is_refused_is_taken_out_of_the_database()
    {
        _plane.LooksUntilDone = 2;
        _plane.Refusal = (_, operation) => operation == "SwitchoverGlobalCluster" ? "InvalidDBClusterStateFault" : null;

        var output = await RunAsync();

        Assert.That(_plane.Changes, Is.EqualTo(new[] { Removed, "destroy" }));
        Assert.That(output, Does.Contain("InvalidDBClusterStateFault").And.Contain("is taken out of database-books-dev"));
        Assert.That(_plane.Members!.Keys, Is.EqualTo(new[] { Away }));
    }

    [Test]
    public async Task A_home_that_is_not_there_is_taken_out_of_the_database()
    {
        _plane.Refusal = (_, operation) => operation == "DescribeDBClusters" ? "DBClusterNotFoundFault" : null;

        Assert.That(await RunAsync(), Does.Contain("cannot take over: it does not exist any more"));
        Assert.That(_plane.Changes, Is.EqualTo(new[] { Removed, "destroy" }));
    }

    [Test]
    public async Task A_home_whose_region_does_not_answer_is_taken_out_of_the_database()
    {
        _environment["AWS_ENDPOINT_URL_RDS_US_EAST_1"] = Nowhere;

        Assert.That(await RunAsync(), Does.Contain("cannot take over: its region does not answer"));
        Assert.That(_plane.Changes, Is.EqualTo(new[] { Removed, "destroy" }));
    }

    [Test]
    public async Task What_home_itself_or_nobody_writes_stays_as_it_is()
    {
        _plane.Members = new() { [Home] = true, [Away] = false };
        await RunAsync();
        _plane.Members = new() { [Away] = true };
        _terraform.State = """{ "serial": 7, "resources": [{}] }""";
        await RunAsync();
        _plane.Members = null;
        _terraform.State = "";
        await RunAsync();

        Assert.That(_plane.Changes, Is.All.EqualTo("destroy").And.Exactly(3).Items);
    }

    [TestCase("SwitchoverGlobalCluster", "it is not known whether the roles change")]
    [TestCase("DescribeDBClusters", "nobody says how cluster-books-primary-dev is")]
    public async Task Who_may_not_ask_has_not_learnt_that_home_is_lost(string operation, string problem)
    {
        _plane.Refusal = (_, asked) => asked == operation ? "AccessDenied" : null;

        Assert.That(await FailAsync(), Does.Contain(problem).And.Contain("AccessDenied"));
        Assert.That(_plane.Changes, Is.Empty);
    }

    [Test]
    public async Task A_home_that_can_neither_take_over_nor_leave_keeps_all_from_being_destroyed()
    {
        _plane.Refusal = (_, asked) => asked is "SwitchoverGlobalCluster" or "RemoveFromGlobalCluster" ? "InvalidDBClusterStateFault" : null;

        Assert.That(await FailAsync(), Does.StartWith("Nothing was destroyed").And.Contain("InvalidDBClusterStateFault"));
        Assert.That(_plane.Changes, Is.Empty);
    }

    [Test]
    public async Task Roles_that_do_not_come_home_keep_all_from_being_destroyed()
    {
        _plane.LooksUntilDone = 1000;

        Assert.That(await FailAsync(), Does.StartWith("Nothing was destroyed").And.Contain("still changing"));
        Assert.That(_plane.Changes, Is.EqualTo(new[] { SwitchedOver }));
    }

    [Test]
    public async Task Where_no_region_answers_nothing_is_changed()
    {
        _environment["AWS_ENDPOINT_URL"] = Nowhere;

        Assert.That(await FailAsync(), Does.StartWith("Nothing was changed").And.Contain("us-east-1: ").And.Contain("us-west-2: "));
        Assert.That(_terraform.Runs, Is.Empty);
    }

    [Test]
    public async Task Where_the_regions_do_not_agree_nothing_is_changed()
    {
        _plane.View = region => region == "us-east-1" ? new() { [Home] = true, [Away] = false } : _plane.Members;

        Assert.That(await FailAsync(), Does.Contain("us-east-1: cluster-books-primary-dev writes").And.Contain("us-west-2: cluster-books-secondary-dev writes"));
        Assert.That(_terraform.Runs, Is.Empty);
    }

    [Test]
    public async Task A_member_of_others_a_protected_database_and_changing_roles_are_left_alone()
    {
        const string Other = "arn:aws:rds:eu-west-1:123456789012:cluster:cluster-books-primary-dev";
        _plane.Members![Other] = false;
        Assert.That(await FailAsync(), Does.StartWith("Nothing was changed").And.Contain(Other));
        _plane.Members.Remove(Other);

        _plane.IsProtected = true;
        Assert.That(await FailAsync(), Does.StartWith("Nothing was changed").And.Contain("Protection = Guarded"));
        _plane.IsProtected = false;

        _plane.Status = "failing-over";
        Assert.That(await FailAsync(), Does.StartWith("Nothing was changed").And.Contain("failing-over"));
        _plane.Status = "available";

        _plane.Members = new() { [Home] = false, [Away] = false };
        Assert.That(await FailAsync(), Does.StartWith("Nothing was changed").And.Contain("nobody writes"));
        Assert.That(_terraform.Runs.Concat(_plane.Changes), Is.Empty);
    }

    [Test]
    public async Task A_state_that_knows_nothing_is_not_that_of_a_database_that_is_there()
    {
        _terraform.State = "";

        Assert.That(await FailAsync(), Does.StartWith("Nothing was changed").And.Contain("look at Backend"));
        Assert.That(_plane.Changes, Is.Empty);
    }

    [Test]
    public async Task Terraform_that_cannot_be_initialized_changes_nothing()
    {
        _terraform = new FakeTerraform(_plane) { Initializes = false };

        Assert.That(await FailAsync(), Does.StartWith("Nothing was changed"));
        Assert.That(_plane.Changes, Is.Empty);
    }

    [TestCase("no")]
    [TestCase("")]
    [TestCase("Yes")]
    [TestCase("y")]
    [TestCase(null)]
    public async Task Anything_but_yes_changes_nothing(string? answer)
    {
        Assert.That(await FailAsync(answer: answer), Is.EqualTo("Nothing was changed: the answer was not 'yes'."));
        Assert.That(_plane.Changes, Is.Empty);
        Assert.That(_terraform.Runs, Is.Empty);
    }

    [Test]
    public async Task Who_said_yes_is_asked_by_Terraform_as_well_and_who_approved_is_not()
    {
        await RunAsync(answer: "yes");
        Assert.That(_terraform.Runs, Is.EqualTo(new[] { "init", "destroy" }));

        _terraform.Runs.Clear();
        _terraform.State = """{ "serial": 7, "resources": [{}] }""";
        await RunAsync();
        Assert.That(_terraform.Runs, Is.EqualTo(new[] { "init -input=false", "destroy -input=false -auto-approve" }));
    }

    [Test]
    public async Task What_is_left_of_a_first_pass_is_destroyed_in_a_second()
    {
        _terraform.Destroys.Enqueue((false, true));

        Assert.That(await RunAsync(), Does.Contain("AWS lets go of vaults and certificates some time after").And.Contain("once more"));
        Assert.That(_plane.Changes.Where(change => change == "destroy"), Has.Exactly(2).Items);
    }

    [Test]
    public async Task There_is_no_third_pass_and_the_keys_stay()
    {
        _plane.Keys["us-east-1"].Add("acme");
        _terraform.Destroys.Enqueue((false, true));
        _terraform.Destroys.Enqueue((false, true));

        Assert.That(await FailAsync(), Does.StartWith("Terraform has not destroyed everything, twice").And.Contain("run the command again"));
        Assert.That(_plane.Changes, Is.EqualTo(new[] { SwitchedOver, "destroy", "destroy" }));
    }

    [Test]
    public async Task Where_Terraform_was_told_not_to_there_is_no_second_pass()
    {
        _terraform.Destroys.Enqueue((false, false));

        Assert.That(await FailAsync(answer: "yes"), Does.StartWith("Terraform destroyed nothing"));
        Assert.That(_plane.Changes, Is.EqualTo(new[] { SwitchedOver, "destroy" }));
    }

    [Test]
    public async Task Keys_go_last_in_both_regions_ten_at_a_time()
    {
        _plane.Keys["us-east-1"].AddRange(Enumerable.Range(0, 23).Select(number => $"merchant-{number}"));
        _plane.Keys["us-west-2"].Add("acme");

        var output = await RunAsync();

        Assert.That(_plane.Changes.Take(2), Is.EqualTo(new[] { SwitchedOver, "destroy" }));
        Assert.That(_plane.Changes.Skip(2), Is.EquivalentTo(new[] { "us-east-1 DeleteParameters 10", "us-east-1 DeleteParameters 10", "us-east-1 DeleteParameters 3", "us-west-2 DeleteParameters 1" }));
        Assert.That(_plane.Keys.Values, Is.All.Empty);
        Assert.That(output, Does.Contain("us-east-1: 23 parameters").And.Contain("us-west-2: 1 parameters"));
    }

    [Test]
    public async Task A_region_in_which_keys_may_be_left_is_named_and_the_next_run_removes_them()
    {
        _plane.Keys["us-east-1"].Add("acme");
        _plane.Keys["us-west-2"].Add("acme");
        _environment["AWS_ENDPOINT_URL_SSM_US_WEST_2"] = Nowhere;

        Assert.That(await FailAsync(), Does.Contain("keys may be left").And.Contain("us-west-2: ").And.Not.Contain("us-east-1"));
        Assert.That(_plane.Keys["us-east-1"], Is.Empty);

        _environment.Remove("AWS_ENDPOINT_URL_SSM_US_WEST_2");
        _plane.Members = null;
        await RunAsync();
        Assert.That(_plane.Keys["us-west-2"], Is.Empty);
    }

    [Test]
    public async Task What_others_keep_is_said()
    {
        Assert.That(await RunAsync(), Does.Contain("RDSOSMetrics").And.Contain("task-pay-primary-dev and task-pay-secondary-dev").And.Contain("NS record of payments.invalid").And.Contain("7 days"));
    }

    private async Task<string> RunAsync(string? answer = Approved)
    {
        var output = new StringWriter();
        await Teardown(output, answer).RunAsync(default);
        return output.ToString();
    }

    private async Task<string> FailAsync(string? answer = Approved)
    {
        try
        {
            await Teardown(TextWriter.Null, answer).RunAsync(default);
        }
        catch (CommandException refusal)
        {
            return refusal.Message;
        }

        throw new AssertionException("It was removed.");
    }

    private Teardown Teardown(TextWriter output, string? answer) => new(new TeardownInputs
    {
        Settings = TestSettings.Default,
        Environment = _environment,
        Synthesize = () => _terraform,
        IsApproved = answer == Approved,
        ReadAnswer = () => answer,
        Output = output,
        Pause = TimeSpan.Zero,
    });
}
