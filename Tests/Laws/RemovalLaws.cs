using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Laws;

/// <summary>
/// Everything can be destroyed, without a hand on a console: each type in use is classified by what makes it so. Where the settings say
/// Guarded, what holds data refuses.
/// </summary>
[TestFixture]
public sealed class RemovalLaws
{
    /// <summary>Goes as soon as what refers to it is gone. Terraform knows that order from the references.</summary>
    private static readonly string[] GoesByItself =
    [
        "aws_acm_certificate", "aws_acm_certificate_validation", "aws_api_gateway_base_path_mapping", "aws_api_gateway_deployment",
        "aws_api_gateway_domain_name", "aws_api_gateway_method_settings", "aws_api_gateway_rest_api", "aws_api_gateway_stage",
        "aws_appautoscaling_policy", "aws_appautoscaling_target",
        "aws_backup_plan", "aws_backup_selection", "aws_backup_vault_policy", "aws_cloudwatch_dashboard", "aws_cloudwatch_event_archive", "aws_cloudwatch_event_bus",
        "aws_cloudwatch_event_bus_policy", "aws_cloudwatch_event_endpoint", "aws_cloudwatch_event_rule", "aws_cloudwatch_event_target",
        "aws_cloudwatch_log_stream", "aws_cloudwatch_metric_alarm", "aws_config_config_rule", "aws_config_configuration_recorder",
        "aws_config_configuration_recorder_status", "aws_config_delivery_channel", "aws_db_subnet_group", "aws_dynamodb_tag", "aws_ecr_lifecycle_policy", "aws_ecs_cluster", "aws_eip", "aws_flow_log", "aws_iam_role_policy", "aws_iam_role_policy_attachment",
        "aws_internet_gateway", "aws_kinesis_firehose_delivery_stream", "aws_kms_alias", "aws_lambda_event_source_mapping", "aws_lambda_function_event_invoke_config",
        "aws_lambda_permission", "aws_lb_listener", "aws_lb_target_group", "aws_nat_gateway", "aws_network_acl", "aws_pipes_pipe",
        "aws_rds_cluster_instance", "aws_rds_cluster_parameter_group", "aws_route", "aws_route53_health_check", "aws_route53_record", "aws_route_table",
        "aws_route_table_association",
        "aws_s3_bucket_lifecycle_configuration", "aws_s3_bucket_logging", "aws_s3_bucket_ownership_controls", "aws_s3_bucket_policy",
        "aws_s3_bucket_public_access_block", "aws_s3_bucket_replication_configuration", "aws_s3_bucket_server_side_encryption_configuration",
        "aws_s3_bucket_versioning", "aws_secretsmanager_secret_rotation", "aws_secretsmanager_secret_version", "aws_sfn_state_machine", "aws_sns_topic", "aws_sns_topic_policy", "aws_sns_topic_subscription", "aws_sqs_queue",
        "aws_sqs_queue_policy", "aws_sqs_queue_redrive_allow_policy", "aws_ssm_document", "aws_ssm_parameter", "aws_vpc", "aws_vpc_endpoint", "aws_vpc_peering_connection",
        "aws_vpc_peering_connection_accepter", "aws_vpc_peering_connection_options", "aws_vpc_security_group_egress_rule",
        "aws_vpc_security_group_ingress_rule", "aws_wafv2_web_acl", "aws_wafv2_web_acl_association",
    ];

    /// <summary>AWS keeps the group with its VPC: Terraform forgets it, and it goes with the VPC.</summary>
    private static readonly string[] GoesWithItsVpc = ["aws_default_security_group"];

    /// <summary>Goes because of an argument, or of the absence of one.</summary>
    private static readonly (string Type, string Argument, string? Value)[] GoesByArgument =
    [
        // Recovery points go with their vault, and every version of an object with its bucket.
        ("aws_backup_vault", "force_destroy", "true"),
        ("aws_cloudwatch_log_group", "skip_destroy", null),
        ("aws_db_parameter_group", "skip_destroy", null),
        ("aws_dynamodb_table", "deletion_protection_enabled", "false"),
        // Images go with their repository.
        ("aws_ecr_repository", "force_delete", "true"),
        // Or it would have to be scaled to nothing first.
        ("aws_ecs_service", "force_delete", "true"),
        ("aws_ecs_task_definition", "skip_destroy", null),
        ("aws_iam_role", "force_detach_policies", "true"),
        ("aws_lb", "enable_deletion_protection", "false"),
        // No version of a function is published that would outlive it; nor is a function asked again to undo what it did.
        ("aws_lambda_function", "publish", null),
        ("aws_lambda_function", "skip_destroy", null),
        ("aws_lambda_invocation", "lifecycle_scope", null),
        // The shortest window that AWS accepts: until its end the key costs nothing and its name is free.
        ("aws_kms_key", "deletion_window_in_days", "7"),
        ("aws_rds_cluster", "delete_automated_backups", "true"),
        ("aws_rds_cluster", "deletion_protection", "false"),
        ("aws_rds_cluster", "skip_final_snapshot", "true"),
        ("aws_rds_global_cluster", "deletion_protection", "false"),
        ("aws_rds_global_cluster", "force_destroy", "true"),
        // Whatever records somebody made in it by hand.
        ("aws_route53_zone", "force_destroy", "true"),
        ("aws_s3_bucket", "force_destroy", "true"),
        // Or its name would be taken for as long as the window is.
        ("aws_secretsmanager_secret", "recovery_window_in_days", "0"),
        // What an earlier stack may have left in the other region.
        ("aws_secretsmanager_secret", "force_overwrite_replica_secret", "true"),
        // Rules of other groups that name this one, and interfaces that AWS removes late.
        ("aws_security_group", "revoke_rules_on_delete", "true"),
        ("aws_security_group", "timeouts", """{"delete":"45m"}"""),
        ("aws_subnet", "timeouts", """{"delete":"45m"}"""),
    ];

    /// <summary>What holds data, and the argument that keeps it where it is guarded.</summary>
    private static readonly (string Type, string Argument, string Value)[] RefusesWhenGuarded =
    [
        ("aws_backup_vault", "force_destroy", "false"),
        ("aws_dynamodb_table", "deletion_protection_enabled", "true"),
        ("aws_dynamodb_table", "lifecycle/prevent_destroy", "true"),
        ("aws_kms_key", "deletion_window_in_days", "30"),
        ("aws_kms_key", "lifecycle/prevent_destroy", "true"),
        ("aws_rds_cluster", "deletion_protection", "true"),
        ("aws_rds_cluster", "lifecycle/prevent_destroy", "true"),
        ("aws_rds_cluster", "skip_final_snapshot", "false"),
        ("aws_rds_cluster_instance", "lifecycle/prevent_destroy", "true"),
        ("aws_rds_global_cluster", "deletion_protection", "true"),
        ("aws_rds_global_cluster", "lifecycle/prevent_destroy", "true"),
        ("aws_route53_zone", "force_destroy", "false"),
        ("aws_route53_zone", "lifecycle/prevent_destroy", "true"),
        ("aws_s3_bucket", "force_destroy", "false"),
        ("aws_s3_bucket", "lifecycle/prevent_destroy", "true"),
        ("aws_secretsmanager_secret", "recovery_window_in_days", "30"),
    ];

    [Test]
    public void Every_type_in_use_can_be_destroyed()
    {
        Assert.That(SynthesizedStack.Variants.Where(stack => stack != SynthesizedStack.Guarded).SelectMany(Obstacles), Is.Empty);
    }

    [Test]
    public void What_holds_data_refuses_where_it_is_guarded()
    {
        Assert.That(Unguarded(SynthesizedStack.Guarded), Is.Empty);
        Assert.That(
            Unguarded(SynthesizedStack.Default).Select(complaint => complaint.Split('.')[0]).Distinct(),
            Is.EquivalentTo(RefusesWhenGuarded.Select(rule => rule.Type).Distinct()),
            "every rule is about something that is there");
        Assert.That(
            SynthesizedStack.Guarded.Elements.Where(element => element.Kind == "resource" && Obstacles(element).Any()).Select(element => element.Type).Distinct(),
            Is.SubsetOf(RefusesWhenGuarded.Select(rule => rule.Type)),
            "and nothing else does");
    }

    [Test]
    public void What_stands_in_the_way_is_found()
    {
        Assert.That(Obstacles(With("aws_kms_key", key => key["deletion_window_in_days"] = 30)), Has.Exactly(4).Contains("deletion_window_in_days is"));
        Assert.That(Obstacles(With("aws_cloudwatch_log_group", group => group["skip_destroy"] = true)), Has.Exactly(SynthesizedStack.Default.Count("aws_cloudwatch_log_group")).Contains("skip_destroy is"));
        Assert.That(Obstacles(With("aws_vpc", vpc => vpc["lifecycle"] = new JsonObject { ["prevent_destroy"] = true })), Has.Exactly(2).Contains("prevent_destroy"));

        var unclassified = SynthesizedStack.Default.Broken(file => file["resource"]!["aws_glacier_vault_lock"] = new JsonObject
        {
            ["primary_lock"] = new JsonObject { ["//"] = new JsonObject { ["metadata"] = new JsonObject { ["path"] = "payment-dr-dev/primary/lock" } } },
        });
        Assert.That(Obstacles(unclassified), Has.One.EqualTo("aws_glacier_vault_lock.primary_lock: nobody has said what makes this type removable"));
    }

    [Test]
    public void No_class_names_a_type_that_is_not_in_use()
    {
        var inUse = SynthesizedStack.Variants.SelectMany(stack => stack.Elements).Select(element => element.Type).ToHashSet();

        Assert.That(GoesByItself.Concat(GoesWithItsVpc).Concat(GoesByArgument.Select(rule => rule.Type).Distinct()), Is.SubsetOf(inUse));
    }

    private static IEnumerable<string> Unguarded(SynthesizedStack stack) =>
        from element in stack.Elements
        from rule in RefusesWhenGuarded
        where rule.Type == element.Type
        let value = rule.Argument.Split('/').Aggregate((JsonNode?)element.Body, (block, name) => block?[name])?.ToJsonString()
        where value != rule.Value
        select $"{element}: {rule.Argument} is {value ?? "absent"} and must be {rule.Value}";

    private static IEnumerable<string> Obstacles(SynthesizedStack stack) => stack.Elements.Where(element => element.Kind == "resource").SelectMany(Obstacles);

    private static IEnumerable<string> Obstacles(Element element)
    {
        if (element.Body["lifecycle"]?["prevent_destroy"]?.GetValue<bool>() is true)
        {
            yield return $"{element}: prevent_destroy";
        }

        var rules = GoesByArgument.Where(rule => rule.Type == element.Type).ToArray();
        if (rules.Length == 0 && !GoesByItself.Contains(element.Type) && !GoesWithItsVpc.Contains(element.Type))
        {
            yield return $"{element}: nobody has said what makes this type removable";
        }

        foreach (var (_, argument, value) in rules)
        {
            if (element.Body[argument]?.ToJsonString() != value)
            {
                yield return $"{element}: {argument} is {element.Body[argument]?.ToJsonString() ?? "absent"} and must be {value ?? "absent"}";
            }
        }
    }

    private static SynthesizedStack With(string type, Action<JsonObject> change) => SynthesizedStack.Default.Broken(file =>
    {
        foreach (var (_, body) in file["resource"]![type]!.AsObject())
        {
            change(body!.AsObject());
        }
    });
}
