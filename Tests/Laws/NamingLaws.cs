using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Laws;

[TestFixture]
public sealed partial class NamingLaws
{
    /// <summary>What AWS gives neither a name nor tags.</summary>
    private static readonly string[] Nameless =
    [
        "aws_acm_certificate_validation", "aws_api_gateway_base_path_mapping", "aws_api_gateway_deployment", "aws_api_gateway_method_settings",
        "aws_appautoscaling_target", "aws_backup_vault_policy", "aws_cloudwatch_event_bus_policy", "aws_cloudwatch_event_target", "aws_config_configuration_recorder_status", "aws_dynamodb_tag", "aws_ecr_lifecycle_policy", "aws_iam_role_policy_attachment",
        "aws_lambda_function_event_invoke_config", "aws_lambda_invocation", "aws_lambda_permission", "aws_route", "aws_route_table_association",
        "aws_s3_bucket_lifecycle_configuration", "aws_s3_bucket_logging", "aws_s3_bucket_ownership_controls", "aws_s3_bucket_policy",
        "aws_s3_bucket_public_access_block", "aws_s3_bucket_replication_configuration", "aws_s3_bucket_server_side_encryption_configuration",
        "aws_s3_bucket_versioning", "aws_secretsmanager_secret_rotation", "aws_secretsmanager_secret_version",
        "aws_sns_topic_policy", "aws_sns_topic_subscription", "aws_sqs_queue_policy", "aws_sqs_queue_redrive_allow_policy", "aws_vpc_peering_connection_options",
        "aws_wafv2_web_acl_association",
    ];

    /// <summary>Its names are those of the zone in the settings.</summary>
    private static readonly string[] Dns = ["aws_route53_record", "aws_route53_zone"];

    /// <summary>A prefix of what is delivered into a bucket, and of no name.</summary>
    private const string Folder = "s3_key_prefix";

    /// <summary>What both regions share or have under the same name, because it is replicated: without a role.</summary>
    private static readonly string[] Shared =
        ["aws_cloudwatch_event_bus", "aws_cloudwatch_event_endpoint", "aws_dynamodb_table", "aws_rds_global_cluster", "aws_secretsmanager_secret"];

    [Test]
    public void Every_name_follows_the_pattern_and_ends_with_the_suffix()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(BadNames), Is.Empty);
    }

    [Test]
    public void Everything_that_can_have_a_name_has_one()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Unnamed), Is.Empty);

        var broken = SynthesizedStack.Default.Broken(file => file.FirstResource("aws_eip").Remove("tags"));
        Assert.That(Unnamed(broken), Has.One.Contains("aws_eip.primary_network_public_zone-0_address"));

        broken = SynthesizedStack.Default.Broken(file => file.FirstResource("aws_kms_alias")["name_prefix"] = "alias/");
        Assert.That(Unnamed(broken), Has.One.Contains("aws_kms_alias"), "a prefix leaves the name to chance");
    }

    [TestCase("vpc-payments-primary-prod", TestName = "A name with another suffix is bad")]
    [TestCase("vpc-payments-secondary-dev", TestName = "A name of the other region is bad")]
    [TestCase("vpc-primary-dev", TestName = "A name without a purpose is bad")]
    [TestCase("Payments-vpc-primary-dev", TestName = "A name with a capital is bad")]
    public void Bad_names_are_found(string name)
    {
        var broken = SynthesizedStack.Default.Broken(file => file.Resource("aws_vpc", "primary")["tags"]!["Name"] = name);

        Assert.That(BadNames(broken), Has.One.Contains(name));
    }

    [TestCase("s3-audit-primary-dev", TestName = "A bucket's name without an account is bad")]
    [TestCase("s3-audit-primary-${aws_vpc.primary_vpc_030B7CDA.id}-dev", TestName = "A bucket's name with another number is bad")]
    [TestCase("s3-audit-${aws_vpc.primary_vpc_030B7CDA.owner_id}-dev", TestName = "A bucket's name without a role is bad")]
    public void Bad_names_of_buckets_are_found(string name)
    {
        var broken = SynthesizedStack.Default.Broken(file => file.FirstResource("aws_s3_bucket")["bucket"] = name);

        Assert.That(BadNames(broken), Has.One.Contains(name));
    }

    private static IEnumerable<string> BadNames(SynthesizedStack stack)
    {
        var suffix = stack.File["//"]!["metadata"]!["stackName"]!.GetValue<string>()[$"{Naming.Project}-".Length..];
        return from named in Names(stack)
               where !Regex.IsMatch(WithoutDemands(named.Name), PatternOf(named.Element, suffix))
               select $"{named.Element} is named {named.Name}";
    }

    /// <summary>Parameters have folders.</summary>
    private static string PatternOf(Element element, string suffix) => element.Type == "aws_ssm_parameter"
        ? $"^/{Naming.Project}/{suffix}(/[a-z]+(-[a-z]+)*){{2}}$"
        : $"^[a-z0-9]+(-[a-z0-9]+)+{Place(element)}-{suffix}$";

    /// <summary>What stands between purpose and suffix. A bucket's name is taken for the whole world, so it says whose it is, too.</summary>
    private static string Place(Element element) =>
        Shared.Contains(element.Type) ? ""
        : element.Type == "aws_s3_bucket" ? $@"-{element.Scope}-\$\{{aws_vpc\.{element.Scope}_vpc_[0-9A-F]{{8}}\.owner_id\}}"
        : $"-{element.Scope}";

    private static IEnumerable<(Element Element, string Name)> Names(SynthesizedStack stack) =>
        from element in stack.Elements
        where element.Kind == "resource" && !Nameless.Concat(Dns).Contains(element.Type)
        from name in element.Body.Where(argument => IsName(element.Type, argument.Key)).Select(argument => element.Text(argument.Key)).Append(element.Body["tags"]?["Name"]?.GetValue<string>())
        where name is not null && !Reference().IsMatch(name)
        select (element, name);

    private static IEnumerable<string> Unnamed(SynthesizedStack stack)
    {
        var named = Names(stack).Select(named => named.Element).ToHashSet();
        return from element in stack.Elements
               where element.Kind == "resource" && !Nameless.Concat(Dns).Contains(element.Type)
               where !named.Contains(element) || element.Body.Any(argument => argument.Key != Folder && argument.Key.EndsWith("_prefix", StringComparison.Ordinal))
               select $"{element} has no name of ours";
    }

    /// <summary>As the provider calls the argument that holds the name of the thing itself; names of AWS's own services are none.</summary>
    private static bool IsName(string type, string argument) =>
        (type, argument) is ("aws_ecs_task_definition", "family")
        || argument is "name" or "bucket" or "identifier" or "cluster_identifier" or "global_cluster_identifier" or "function_name" or "alarm_name" or "dashboard_name";

    private static string WithoutDemands(string name)
    {
        var begin = Naming.DemandedPrefixes.FirstOrDefault(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) ?? "";
        var end = Naming.DemandedEnds.FirstOrDefault(end => name.EndsWith(end, StringComparison.Ordinal)) ?? "";
        return name[begin.Length..^end.Length];
    }

    /// <summary>Alone it is the name of something else.</summary>
    [GeneratedRegex(@"^\$\{[^}]*\}$")]
    private static partial Regex Reference();
}
