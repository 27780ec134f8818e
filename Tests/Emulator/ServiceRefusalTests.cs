using static PaymentDr.Tests.Emulator.ComputeRefusalTests;
using static PaymentDr.Tests.Emulator.DoorRefusalTests;
using static PaymentDr.Tests.Emulator.RefusalTests;

namespace PaymentDr.Tests.Emulator;

/// <summary>What AWS refuses of services, of the load balancers in front of them, and of their images.</summary>
[TestFixture]
[Category("Emulator")]
[Order(11)]
public sealed class ServiceRefusalTests
{
    private const string Region = "eu-west-1";
    private const string Elsewhere = "eu-central-1";
    private const string Account = "123456789012";

    private string _role = "";
    private string _vpc = "";
    private string _subnets = "";
    private string _balancer = "";
    private string _group = "";

    [OneTimeSetUp]
    public void BuildService()
    {
        _role = NewRole("task", "ecs-tasks.amazonaws.com");
        _vpc = Make("ec2 create-vpc --cidr-block 10.70.0.0/16 --query Vpc.VpcId");
        _subnets = string.Join(' ', new[] { 0, 1 }.Select(number =>
            Make($"ec2 create-subnet --vpc-id {_vpc} --cidr-block 10.70.{number}.0/24 --availability-zone {Region}{(char)('a' + number)} --query Subnet.SubnetId")));
        _balancer = Make(Balancer("refusals"));
        _group = Make(Group("behind"));
        Make("ecs create-cluster --cluster-name refusals");
        Make(Tasks("tasks", _role));
        Make(Listen(NewIssuedCertificate("service.invalid", Region)));
    }

    [Test]
    public void A_repository_with_images_stays_unless_it_is_forced()
    {
        Make("ecr create-repository --repository-name filled");
        Make("""ecr put-image --repository-name filled --image-tag one --image-manifest {"mediaType":"application/vnd.oci.image.manifest.v1+json","layers":[]}""");

        Refuses("ecr delete-repository --repository-name filled", "RepositoryNotEmptyException");
        Make("ecr delete-repository --repository-name filled --force");
    }

    [Test]
    public void A_target_group_in_use_stays() =>
        Refuses($"elbv2 delete-target-group --target-group-arn {_group}", "ResourceInUse");

    [Test]
    public void A_listener_has_an_issued_certificate_of_its_own_region()
    {
        Refuses(Listen(NewIssuedCertificate("listener.invalid", Elsewhere), 8443), "UnsupportedCertificate");
        Refuses(Listen(Make("acm request-certificate --domain-name waiting.invalid --validation-method DNS --query CertificateArn"), 8443), "UnsupportedCertificate");
    }

    [Test]
    public void A_certificate_of_a_listener_stays()
    {
        var certificate = Make($"elbv2 describe-listeners --load-balancer-arn {_balancer} --query Listeners[0].Certificates[0].CertificateArn");

        Refuses($"acm delete-certificate --certificate-arn {certificate}", "ResourceInUseException");
    }

    [Test]
    public void Access_is_logged_to_a_bucket_of_the_region_that_admits_it_and_is_encrypted_by_S3()
    {
        Refuses(Log(NewBucket("logs-that-admit-nobody", null)), "Access Denied for bucket");
        Refuses(Log(NewBucket("logs-that-admit-others", "delivery.logs.amazonaws.com")), "Access Denied for bucket");
        Refuses(Log(NewBucket("logs-elsewhere", "logdelivery.elasticloadbalancing.amazonaws.com", Elsewhere)), "Access Denied for bucket");

        var bucket = NewBucket("logs-that-admit", "logdelivery.elasticloadbalancing.amazonaws.com");
        Make(Log(bucket));
        Make($$$"""s3api put-bucket-encryption --bucket {{{bucket}}} --server-side-encryption-configuration {"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms"}}]}""");
        Refuses(Log(bucket), "Access Denied for bucket");
    }

    [Test]
    public void A_protected_load_balancer_stays()
    {
        var balancer = Make(Balancer("protected"));
        Make($"elbv2 modify-load-balancer-attributes --load-balancer-arn {balancer} --attributes Key=deletion_protection.enabled,Value=true");

        Refuses($"elbv2 delete-load-balancer --load-balancer-arn {balancer}", "OperationNotPermitted");
    }

    [Test]
    public void A_web_ACL_in_front_of_a_load_balancer_stays_until_that_has_gone()
    {
        const string Visibility = "SampledRequestsEnabled=false,CloudWatchMetricsEnabled=false,MetricName=m";
        var balancer = Make(Balancer("walled"));
        var arn = Make($"wafv2 create-web-acl --name gate --scope REGIONAL --default-action Allow={{}} --visibility-config {Visibility} --query Summary.ARN");
        Make($"wafv2 associate-web-acl --web-acl-arn {arn} --resource-arn {balancer}");
        var token = Make("wafv2 list-web-acls --scope REGIONAL --query WebACLs[?Name=='gate'].LockToken|[0]");
        var delete = $"wafv2 delete-web-acl --name gate --scope REGIONAL --id {arn.Split('/')[^1]} --lock-token {token}";

        Refuses(delete, "WAFAssociatedItemException");
        Make($"elbv2 delete-load-balancer --load-balancer-arn {balancer}");
        Make(delete);
    }

    [Test]
    public void A_service_stands_behind_a_load_balancer() =>
        Refuses(Serve("lonely", Make(Group("lonely"))), "does not have an associated load balancer");

    [Test]
    public void A_task_has_roles_that_ECS_can_assume()
    {
        Refuses(Tasks("of-another", NewRole("of-functions", "lambda.amazonaws.com")), "ECS was unable to assume the role");
        Refuses(Tasks("of-nobody", $"arn:aws:iam::{Account}:role/nobody"), "ECS was unable to assume the role");
    }

    [Test]
    public void A_cluster_with_a_service_stays()
    {
        Make(Serve("serving", _group));

        Refuses("ecs delete-cluster --cluster refusals", "ClusterContainsServicesException");
    }

    private string Balancer(string name) => $"elbv2 create-load-balancer --name {name} --subnets {_subnets} --query LoadBalancers[0].LoadBalancerArn";

    private string Group(string name) =>
        $"elbv2 create-target-group --name {name} --protocol HTTPS --port 8443 --target-type ip --vpc-id {_vpc} --query TargetGroups[0].TargetGroupArn";

    private string Listen(string certificate, int port = 443) =>
        $"elbv2 create-listener --load-balancer-arn {_balancer} --protocol HTTPS --port {port} --certificates CertificateArn={certificate} --default-actions Type=forward,TargetGroupArn={_group}";

    private string Log(string bucket) =>
        $"elbv2 modify-load-balancer-attributes --load-balancer-arn {_balancer} --attributes Key=access_logs.s3.enabled,Value=true Key=access_logs.s3.bucket,Value={bucket} Key=access_logs.s3.prefix,Value=pay";

    private static string Tasks(string family, string role) =>
        $"ecs register-task-definition --family {family} --network-mode awsvpc --requires-compatibilities FARGATE --cpu 256 --memory 512 --task-role-arn {role} --execution-role-arn {role} --container-definitions name=pay,image=image";

    private string Serve(string name, string group) =>
        $"ecs create-service --cluster refusals --service-name {name} --task-definition tasks --desired-count 1 --launch-type FARGATE --load-balancers targetGroupArn={group},containerName=pay,containerPort=8443 "
        + $"--network-configuration awsvpcConfiguration={{subnets=[{_subnets.Split(' ')[0]}],securityGroups=[{Make($"ec2 describe-security-groups --filters Name=vpc-id,Values={_vpc} --query SecurityGroups[0].GroupId")}]}}";

    private static string NewBucket(string name, string? writer, string region = Region)
    {
        Make($"s3api create-bucket --bucket {name} --create-bucket-configuration LocationConstraint={region}", region);
        if (writer is not null)
        {
            Make($$$"""s3api put-bucket-policy --bucket {{{name}}} --policy {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"{{{writer}}}"},"Action":"s3:PutObject","Resource":"arn:aws:s3:::{{{name}}}/pay/AWSLogs/{{{Account}}}/*"}]}""", region);
        }

        return name;
    }
}
