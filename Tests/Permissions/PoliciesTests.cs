using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Permissions;

/// <summary>IAM's own rules, one by one: the proof rests on them.</summary>
[TestFixture]
public sealed class PoliciesTests
{
    private const string Role = "arn:aws:iam::123456789012:role/role";
    private const string Root = "arn:aws:iam::123456789012:root";
    private const string Queue = "arn:aws:sqs:us-east-1:123456789012:queue";
    private const string Key = "arn:aws:kms:us-east-1:123456789012:key/key";
    private const string Bucket = "arn:aws:s3:::bucket";

    private static readonly Caller ByRole = new Caller.Role(Role);
    private static readonly Caller ByService = new Caller.Service("events.amazonaws.com");

    [Test]
    public void Nobody_may_do_what_nobody_allows() => Assert.That(new Policies([]).Allow(new(ByRole, "sqs:SendMessage", Queue)), Is.False);

    [TestCase("sqs:SendMessage", Queue, ExpectedResult = true)]
    [TestCase("SQS:sendmessage", Queue, ExpectedResult = true)]
    [TestCase("sqs:Send*", Queue, ExpectedResult = true)]
    [TestCase("sqs:ReceiveMessage", Queue, ExpectedResult = false)]
    [TestCase("sqs:SendMessage", "arn:aws:sqs:*:queue", ExpectedResult = true)]
    [TestCase("sqs:SendMessage", "arn:aws:sqs:us-west-2:123456789012:queue", ExpectedResult = false)]
    public bool A_role_s_policy_is_enough(string action, string resource) => new Policies([OfRole(action, resource)]).Allow(new(ByRole, "sqs:SendMessage", Queue));

    [TestCase(Role, ExpectedResult = true)]
    [TestCase("*", ExpectedResult = true)]
    [TestCase(Root, ExpectedResult = false, Description = "it hands the question to the account, and there nobody answers")]
    [TestCase("arn:aws:iam::123456789012:role/another", ExpectedResult = false)]
    public bool And_so_is_a_resource_s_that_names_it(string principal) => new Policies([OfResource(Queue, "sqs:SendMessage", principal)]).Allow(new(ByRole, "sqs:SendMessage", Queue));

    [TestCase(Root, ExpectedResult = true)]
    [TestCase("events.amazonaws.com", ExpectedResult = false)]
    public bool A_key_must_admit_by_itself(string admitted) =>
        new Policies([OfRole("kms:Decrypt", Key), OfResource(Key, "kms:*", admitted)]).Allow(new(ByRole, "kms:Decrypt", Key));

    [Test]
    public void A_service_needs_the_resource_s_policy()
    {
        Assert.That(new Policies([OfResource(Queue, "sqs:SendMessage", "events.amazonaws.com")]).Allow(new(ByService, "sqs:SendMessage", Queue)), Is.True);
        Assert.That(new Policies([OfResource(Queue, "sqs:SendMessage", "sns.amazonaws.com")]).Allow(new(ByService, "sqs:SendMessage", Queue)), Is.False);
        Assert.That(new Policies([OfResource(Queue, "sqs:SendMessage", Root)]).Allow(new(new Caller.Stranger(), "sqs:SendMessage", Queue)), Is.False);
    }

    [Test]
    public void A_denial_wins()
    {
        var policies = new Policies([OfRole("sqs:*", "*"), OfResource(Queue, "sqs:*", "*") with { Denies = true }]);

        Assert.That((policies.Allow(new(ByRole, "sqs:SendMessage", Queue)), policies.Deny(new(ByRole, "sqs:SendMessage", Queue))), Is.EqualTo((false, true)));
    }

    [Test]
    public void A_bucket_s_policy_is_about_its_objects_and_no_other_bucket_s()
    {
        var policies = new Policies([OfRole("s3:*", "*"), OfResource(Bucket, "s3:*", "*") with { Denies = true }]);

        Assert.That(policies.Allow(new(ByRole, "s3:GetObject", $"{Bucket}/object")), Is.False);
        Assert.That(policies.Allow(new(ByRole, "s3:GetObject", $"{Bucket}-2/object")), Is.True);
    }

    [TestCase("StringEquals", "said", "said", ExpectedResult = true)]
    [TestCase("StringEquals", "sai*", "said", ExpectedResult = false)]
    [TestCase("StringEquals", "said", null, ExpectedResult = false)]
    [TestCase("StringNotEquals", "said", "said", ExpectedResult = false)]
    [TestCase("StringNotEquals", "said", null, ExpectedResult = true, Description = "what is not said is not equal")]
    [TestCase("StringLike", "sai*", "said", ExpectedResult = true)]
    [TestCase("Bool", "false", "False", ExpectedResult = true)]
    [TestCase("Bool", "false", null, ExpectedResult = false)]
    [TestCase("NumericLessThan", "1.2", "1.1", ExpectedResult = true)]
    [TestCase("NumericLessThan", "1.2", "1.2", ExpectedResult = false)]
    [TestCase("ArnLike", "arn:aws:s3:::buck*", "arn:aws:s3:::bucket", ExpectedResult = true)]
    [TestCase("ArnEquals", "arn:aws:*:us-east-1:1:q", "arn:aws:sqs:us-east-1:1:q", ExpectedResult = true)]
    [TestCase("ArnLike", "arn:aws:*:q", "arn:aws:sqs:us-east-1:1:q", ExpectedResult = false, Description = "no wildcard reaches over a colon")]
    public bool A_condition_is_met(string test, string value, string? said)
    {
        var call = new Call(ByRole, "sqs:SendMessage", Queue);
        return new Condition(test, "key", [value]).IsMet(said is null ? call : call.With("key", said));
    }

    [TestCase("ForAllValues:StringEquals")]
    [TestCase("StringEqualsIfExists")]
    [TestCase("IpAddress")]
    [TestCase("Null")]
    public void An_operator_that_is_not_known_is_refused(string test) => Refuses(
        file => file.Statements().First(statement => statement["condition"] is not null)["condition"]![0]!["test"] = test, test);

    [TestCase("not_actions")]
    [TestCase("not_resources")]
    [TestCase("not_principals")]
    public void So_is_a_member_of_a_statement(string member) => Refuses(file => file.Statements().First()[member] = new JsonArray("*"), member);

    [Test]
    public void So_is_a_reference_of_which_nobody_has_said_what_it_becomes() => Refuses(
        file => file.Statements().First(statement => statement["resources"] is not null)["resources"] = new JsonArray($"${{{AnyAddress(file, "aws_subnet")}.arn}}"), "aws_subnet.arn");

    [Test]
    public void So_is_a_policy_where_none_is_looked_for() => Refuses(file => file.FirstResource("aws_vpc_endpoint")["policy"] = "{}", "aws_vpc_endpoint");

    [Test]
    public void So_is_a_role_that_is_given_to_something_else() => Refuses(
        file => file.FirstResource("aws_eip")["role"] = $"${{{AnyAddress(file, "aws_iam_role")}.arn}}", "aws_eip");

    [Test]
    public void So_is_a_pipe_from_somewhere_else() => Refuses(
        file => file.FirstResource("aws_pipes_pipe")["source"] = $"${{{AnyAddress(file, "aws_sqs_queue")}.arn}}", "aws_pipes_pipe");

    private static void Refuses(Action<JsonObject> change, string about) =>
        Assert.That(() => Proof.Of(SynthesizedStack.Default.Broken(change)), Throws.TypeOf<NotSupportedException>().With.Message.Contains(about));

    private static string AnyAddress(JsonObject file, string type) => $"{type}.{file["resource"]![type]!.AsObject().First().Key}";

    private static Statement OfRole(string action, string resource) => new(Role, IsOfRole: true, "sid") { Actions = [action], Resources = [resource] };

    private static Statement OfResource(string resource, string action, string principal) =>
        new(resource, IsOfRole: false, "sid") { Actions = [action], Resources = ["*"], Principals = [principal] };
}
