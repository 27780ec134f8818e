using System.Reflection;
using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Emulator;

/// <summary>
/// What AWS refuses and moto alone would not: without it, a life cycle that passes here would prove little. In a region of
/// its own, beside the applied stack.
/// </summary>
[TestFixture]
[Category("Emulator")]
[Order(1)]
public sealed class RefusalTests
{
    private const string Region = "eu-west-1";

    private string _vpc = "";
    private string _subnet = "";
    private string _gateway = "";
    private string _address = "";
    private string _group = "";
    private string _key = "";

    [OneTimeSetUp]
    public void BuildNetwork()
    {
        _vpc = Make("ec2 create-vpc --cidr-block 10.50.0.0/16 --query Vpc.VpcId");
        _subnet = Make($"ec2 create-subnet --vpc-id {_vpc} --cidr-block 10.50.0.0/20 --query Subnet.SubnetId");
        _gateway = Make("ec2 create-internet-gateway --query InternetGateway.InternetGatewayId");
        Make($"ec2 attach-internet-gateway --internet-gateway-id {_gateway} --vpc-id {_vpc}");
        _address = Make("ec2 allocate-address --query AllocationId");
        Make($"ec2 create-nat-gateway --subnet-id {_subnet} --allocation-id {_address}");
        _group = Make($"ec2 create-security-group --group-name named --description d --vpc-id {_vpc} --query GroupId");
        var other = Make($"ec2 create-security-group --group-name naming --description d --vpc-id {_vpc} --query GroupId");
        Make($"ec2 authorize-security-group-ingress --group-id {other} --protocol tcp --port 443 --source-group {_group}");
        _key = Make("kms create-key --query KeyMetadata.Arn");
    }

    [Test]
    public void A_security_group_s_name_does_not_begin_with_sg() =>
        Refuses($"ec2 create-security-group --group-name sg-payments --description d --vpc-id {_vpc}", "InvalidParameterValue");

    [Test]
    public void A_security_group_that_another_names_stays() =>
        Refuses($"ec2 delete-security-group --group-id {_group}", "DependencyViolation");

    [Test]
    public void A_mapped_address_stays() =>
        Refuses($"ec2 release-address --allocation-id {_address}", "InvalidIPAddress.InUse");

    [Test]
    public void A_gateway_with_mapped_addresses_behind_it_stays() =>
        Refuses($"ec2 detach-internet-gateway --internet-gateway-id {_gateway} --vpc-id {_vpc}", "DependencyViolation");

    [Test]
    public void A_subnet_with_an_interface_stays() =>
        Refuses($"ec2 delete-subnet --subnet-id {_subnet}", "DependencyViolation");

    [Test]
    public void A_network_with_a_security_group_stays()
    {
        var vpc = Make("ec2 create-vpc --cidr-block 10.60.0.0/16 --query Vpc.VpcId");
        Make($"ec2 create-security-group --group-name left --description d --vpc-id {vpc}");

        Refuses($"ec2 delete-vpc --vpc-id {vpc}", "DependencyViolation");
    }

    [Test]
    public void A_network_with_a_gateway_stays()
    {
        var vpc = Make("ec2 create-vpc --cidr-block 10.61.0.0/16 --query Vpc.VpcId");
        var gateway = Make("ec2 create-internet-gateway --query InternetGateway.InternetGatewayId");
        Make($"ec2 attach-internet-gateway --internet-gateway-id {gateway} --vpc-id {vpc}");

        Refuses($"ec2 delete-vpc --vpc-id {vpc}", "DependencyViolation");
    }

    [Test]
    public void A_network_with_an_access_list_stays()
    {
        var vpc = Make("ec2 create-vpc --cidr-block 10.62.0.0/16 --query Vpc.VpcId");
        Make($"ec2 create-network-acl --vpc-id {vpc}");

        Refuses($"ec2 delete-vpc --vpc-id {vpc}", "DependencyViolation");
    }

    [Test]
    public void A_region_gives_five_addresses()
    {
        const string Elsewhere = "eu-central-1";
        for (var i = 0; i < 5; i++)
        {
            Make("ec2 allocate-address", Elsewhere);
        }

        Refuses("ec2 allocate-address", "AddressLimitExceeded", Elsewhere);
    }

    [Test]
    public void Peering_of_overlapping_networks_fails()
    {
        var peer = Make("ec2 create-vpc --cidr-block 10.50.128.0/20 --query Vpc.VpcId", "us-east-2");

        var connection = Make($"ec2 create-vpc-peering-connection --vpc-id {_vpc} --peer-vpc-id {peer} --peer-region us-east-2 --query VpcPeeringConnection.VpcPeeringConnectionId");

        Assert.That(Make($"ec2 describe-vpc-peering-connections --vpc-peering-connection-ids {connection} --query VpcPeeringConnections[0].Status.Code"), Is.EqualTo("failed"));
    }

    [Test]
    public void Peering_has_options_only_when_it_is_active_and_each_side_has_its_own()
    {
        var peer = Make("ec2 create-vpc --cidr-block 10.70.0.0/16 --query Vpc.VpcId", "us-east-2");
        var connection = Make($"ec2 create-vpc-peering-connection --vpc-id {_vpc} --peer-vpc-id {peer} --peer-region us-east-2 --query VpcPeeringConnection.VpcPeeringConnectionId");
        var options = $"ec2 modify-vpc-peering-connection-options --vpc-peering-connection-id {connection}";

        Refuses($"{options} --requester-peering-connection-options AllowDnsResolutionFromRemoteVpc=true", "OperationNotPermitted");

        Make($"ec2 accept-vpc-peering-connection --vpc-peering-connection-id {connection}", "us-east-2");
        Refuses($"{options} --accepter-peering-connection-options AllowDnsResolutionFromRemoteVpc=true", "OperationNotPermitted");
        Make($"{options} --requester-peering-connection-options AllowDnsResolutionFromRemoteVpc=true");
    }

    [Test]
    public void A_log_group_is_not_encrypted_by_a_key_that_does_not_admit_the_service() =>
        Refuses($"logs create-log-group --log-group-name refused --kms-key-id {_key}", "InvalidParameterException");

    [Test]
    public void A_key_is_not_deleted_within_a_week() =>
        Refuses($"kms schedule-key-deletion --key-id {_key} --pending-window-in-days 6", "ValidationException");

    [Test]
    public void A_key_s_policy_that_nobody_could_change_again_is_not_taken()
    {
        const string Policy = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"logs.eu-west-1.amazonaws.com"},"Action":"kms:*","Resource":"*"}]}""";

        Refuses($"kms put-key-policy --key-id {_key} --policy-name default --policy {Policy}", "MalformedPolicyDocument");
    }

    /// <summary>NUnit runs fixtures without an order after those that have one, and the last one destroys what the others use.</summary>
    [Test]
    public void Every_fixture_here_has_an_order_and_the_life_s_end_is_the_last()
    {
        var fixtures = typeof(RefusalTests).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(RefusalTests).Namespace && type.IsDefined(typeof(TestFixtureAttribute), inherit: false))
            .ToDictionary(type => type, type => type.GetCustomAttribute<OrderAttribute>()?.Order);

        Assert.That(fixtures.Values, Has.None.Null.And.Unique);
        Assert.That(fixtures[typeof(LifeCycleTests)], Is.EqualTo(fixtures.Values.Max()));
        Assert.That(EmulatorSetup.Workspace.Succeed("state", ["list"]).Output, Does.Contain("aws_vpc.primary_vpc"));
    }

    [Test]
    public void A_version_of_a_secret_keeps_its_value_while_it_is_pending()
    {
        const string Put = "secretsmanager put-secret-value --secret-id refused --version-stages AWSPENDING --client-request-token 00000000-0000-0000-0000-000000000001 --secret-string";
        Make("secretsmanager create-secret --name refused --secret-string first");
        Make($"{Put} second");
        Make($"{Put} second");

        Refuses($"{Put} third", "ResourceExistsException");
    }

    [Test]
    public void A_global_table_keeps_to_what_AWS_allows()
    {
        const string Update = "dynamodb update-table --table-name refused-table --replica-updates";
        Make("dynamodb create-table --table-name refused-table --billing-mode PAY_PER_REQUEST --attribute-definitions AttributeName=id,AttributeType=S --key-schema AttributeName=id,KeyType=HASH --sse-specification Enabled=true");
        Refuses($"{Update} Create={{RegionName=us-west-2}}", "KMSMasterKeyId must be specified for each replica");
        Refuses($"{Update} Create={{RegionName=us-west-2,KMSMasterKeyId=arn:aws:kms:{Region}:123456789012:key/mrk-1}}", "Invalid arn");

        Make($"{Update} Create={{RegionName=us-west-2,KMSMasterKeyId=arn:aws:kms:us-west-2:123456789012:key/mrk-1}}");
        Refuses("dynamodb delete-table --table-name refused-table", "it has acted as a source region");

        Make($"{Update} Delete={{RegionName=us-west-2}}");
        Make("dynamodb delete-table --table-name refused-table");
    }

    /// <param name="error">A code, or a part of the message where AWS gives all its refusals one code.</param>
    internal static void Refuses(string command, string error, string region = Region)
    {
        var result = EmulatorSetup.Emulator.Aws(region, command);

        Assert.That(result.ExitCode, Is.Not.Zero, result.ToString());
        Assert.That(result.Error, Does.Contain(error));
    }

    /// <summary>Runs what must succeed; returns the text that its query selects.</summary>
    internal static string Make(string command, string region = Region)
    {
        var result = EmulatorSetup.Emulator.Aws(region, command);
        Assert.That(result.ExitCode, Is.Zero, $"aws {command}: {result}");
        return result.Output.Trim() is { Length: > 0 } json ? JsonNode.Parse(json)!.ToString() : "";
    }
}
