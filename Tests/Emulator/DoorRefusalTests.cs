using System.Text.Json.Nodes;
using static PaymentDr.Tests.Emulator.RefusalTests;

namespace PaymentDr.Tests.Emulator;

/// <summary>What AWS refuses of the doors of a region, of their names and certificates, and of event buses.</summary>
[TestFixture]
[Category("Emulator")]
[Order(3)]
public sealed class DoorRefusalTests
{
    private const string Region = "eu-west-1";
    private const string Elsewhere = "eu-central-1";
    private const string Account = "123456789012";

    private string _api = "";
    private string _deployment = "";
    private string _certificate = "";

    [OneTimeSetUp]
    public void BuildDoor()
    {
        _api = Make("apigateway create-rest-api --name door --query id");
        var root = Make($"apigateway get-resources --rest-api-id {_api} --query items[0].id");
        Make($"apigateway put-method --rest-api-id {_api} --resource-id {root} --http-method GET --authorization-type NONE");
        Make($"apigateway put-integration --rest-api-id {_api} --resource-id {root} --http-method GET --type MOCK");
        _deployment = Make($"apigateway create-deployment --rest-api-id {_api} --query id");
        Make($"apigateway create-stage --rest-api-id {_api} --stage-name live --deployment-id {_deployment}");
        _certificate = NewIssuedCertificate("door.invalid", Region);
        Make(CreateName("door.invalid", _certificate));
        Make($"apigateway create-base-path-mapping --domain-name door.invalid --rest-api-id {_api} --stage live");
    }

    [Test]
    public void A_deployment_that_a_stage_shows_stays() =>
        Refuses($"apigateway delete-deployment --rest-api-id {_api} --deployment-id {_deployment}", "BadRequestException");

    [Test]
    public void A_stage_that_a_name_leads_to_stays() =>
        Refuses($"apigateway delete-stage --rest-api-id {_api} --stage-name live", "BadRequestException");

    [Test]
    public void A_name_has_an_issued_certificate_of_its_own_region()
    {
        Refuses(CreateName("other.invalid", NewIssuedCertificate("other.invalid", Elsewhere)), "BadRequestException");
        Refuses(CreateName("other.invalid", Make("acm request-certificate --domain-name pending.invalid --validation-method DNS --query CertificateArn")), "BadRequestException");
    }

    [Test]
    public void A_certificate_in_use_stays() =>
        Refuses($"acm delete-certificate --certificate-arn {_certificate}", "ResourceInUseException");

    [Test]
    public void Access_is_logged_to_a_stream_of_a_certain_name_or_with_the_account_s_leave()
    {
        Refuses(Log($"arn:aws:firehose:{Region}:{Account}:deliverystream/access"), "BadRequestException");
        Refuses(Log($"arn:aws:logs:{Region}:{Account}:log-group:access"), "CloudWatch Logs role ARN must be set");
    }

    [Test]
    public void A_web_ACL_in_front_of_something_stays()
    {
        const string Visibility = "SampledRequestsEnabled=false,CloudWatchMetricsEnabled=false,MetricName=m";
        var arn = Make($"wafv2 create-web-acl --name wall --scope REGIONAL --default-action Allow={{}} --visibility-config {Visibility} --query Summary.ARN");
        Make($"wafv2 associate-web-acl --web-acl-arn {arn} --resource-arn arn:aws:apigateway:{Region}::/restapis/{_api}/stages/live");
        var token = Make("wafv2 list-web-acls --scope REGIONAL --query WebACLs[0].LockToken");

        Refuses($"wafv2 delete-web-acl --name wall --scope REGIONAL --id {arn.Split('/')[^1]} --lock-token {token}", "WAFAssociatedItemException");
    }

    [Test]
    public void A_calculated_check_looks_at_no_other()
    {
        var check = Make("""route53 create-health-check --caller-reference refusal-plain --health-check-config {"Type":"HTTPS","FullyQualifiedDomainName":"door.invalid"} --query HealthCheck.Id""");
        var calculated = Make(Calculate(check));

        Refuses(Calculate(calculated), "InvalidInput");
        Refuses($"route53 update-health-check --health-check-id {calculated} --child-health-checks {calculated}", "InvalidInput");
    }

    [Test]
    public void A_bus_with_rules_stays()
    {
        Make("events create-event-bus --name ruled");
        Make("""events put-rule --name rule --event-bus-name ruled --event-pattern {"source":["s"]}""");

        Refuses("events delete-event-bus --name ruled", "ValidationException");
    }

    [Test]
    public void What_goes_to_another_bus_goes_by_a_role_and_its_dead_letters_stay_in_the_region()
    {
        Make("""events put-rule --name forward --event-pattern {"source":["s"]}""");
        var bus = $"Id=t,Arn=arn:aws:events:{Elsewhere}:{Account}:event-bus/default";

        Refuses($"events put-targets --rule forward --targets {bus}", "ValidationException");
        Refuses($"events put-targets --rule forward --targets {bus},RoleArn=arn:aws:iam::{Account}:role/r,DeadLetterConfig={{Arn=arn:aws:sqs:{Elsewhere}:{Account}:dead}}", "ValidationException");
    }

    /// <summary>Otherwise a rule that forwards what is of its own region would send it back, and forth.</summary>
    [Test]
    public void An_event_on_another_region_s_bus_keeps_where_it_came_from()
    {
        var queue = Make("sqs create-queue --queue-name seen --query QueueUrl", Elsewhere);
        Make("""events put-rule --name own --event-pattern {"source":["forwarded"],"region":["eu-west-1"]}""");
        Make($"events put-targets --rule own --targets Id=t,Arn=arn:aws:events:{Elsewhere}:{Account}:event-bus/default,RoleArn=arn:aws:iam::{Account}:role/r");
        Make("""events put-rule --name seen --event-pattern {"source":["forwarded"]}""", Elsewhere);
        Make($"events put-targets --rule seen --targets Id=t,Arn=arn:aws:sqs:{Elsewhere}:{Account}:seen", Elsewhere);

        Make("""events put-events --entries [{"Source":"forwarded","DetailType":"d","Detail":"{}"}]""");

        var body = Make($"sqs receive-message --queue-url {queue} --query Messages[0].Body", Elsewhere);
        Assert.That(JsonNode.Parse(body)!["region"]!.GetValue<string>(), Is.EqualTo(Region));
    }

    internal static string NewIssuedCertificate(string name, string region)
    {
        var certificate = Make($"acm request-certificate --domain-name {name} --validation-method DNS --query CertificateArn", region);
        var record = Make($"acm describe-certificate --certificate-arn {certificate} --query Certificate.DomainValidationOptions[0].ResourceRecord.Name", region);
        var zone = Make($"route53 create-hosted-zone --name {name} --caller-reference {name} --query HostedZone.Id");
        Make($$$"""route53 change-resource-record-sets --hosted-zone-id {{{zone}}} --change-batch {"Changes":[{"Action":"CREATE","ResourceRecordSet":{"Name":"{{{record}}}","Type":"CNAME","TTL":60,"ResourceRecords":[{"Value":"v"}]}}]}""");
        return certificate;
    }

    private static string CreateName(string name, string certificate) =>
        $"apigateway create-domain-name --domain-name {name} --regional-certificate-arn {certificate} --endpoint-configuration types=REGIONAL";

    private static string Calculate(string child) =>
        $$"""route53 create-health-check --caller-reference refusal-{{child}} --health-check-config {"Type":"CALCULATED","HealthThreshold":1,"ChildHealthChecks":["{{child}}"]} --query HealthCheck.Id""";

    private string Log(string destination) =>
        $"apigateway update-stage --rest-api-id {_api} --stage-name live --patch-operations op=replace,path=/accessLogSettings/destinationArn,value={destination}";
}
