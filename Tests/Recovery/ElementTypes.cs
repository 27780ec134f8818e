namespace PaymentDr.Tests.Recovery;

/// <summary>What each type is to people who recover something.</summary>
internal static class ElementTypes
{
    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["aws_acm_certificate"] = "certificate",
        ["aws_acm_certificate_validation"] = "certificate",
        ["aws_api_gateway_base_path_mapping"] = "door",
        ["aws_api_gateway_deployment"] = "door",
        ["aws_api_gateway_domain_name"] = "door",
        ["aws_api_gateway_method_settings"] = "door",
        ["aws_api_gateway_rest_api"] = "door",
        ["aws_api_gateway_stage"] = "door",
        ["aws_appautoscaling_policy"] = "service",
        ["aws_appautoscaling_target"] = "service",
        ["aws_backup_plan"] = "backup",
        ["aws_backup_selection"] = "backup",
        ["aws_backup_vault"] = "vault",
        ["aws_cloudwatch_event_archive"] = "bus",
        ["aws_cloudwatch_event_bus"] = "bus",
        ["aws_cloudwatch_event_rule"] = "rule",
        ["aws_cloudwatch_event_target"] = "rule",
        ["aws_cloudwatch_log_group"] = "log",
        ["aws_cloudwatch_log_stream"] = "log",
        ["aws_cloudwatch_metric_alarm"] = "alarm",
        ["aws_config_config_rule"] = "audit",
        ["aws_config_configuration_recorder"] = "audit",
        ["aws_config_configuration_recorder_status"] = "audit",
        ["aws_config_delivery_channel"] = "audit",
        ["aws_db_parameter_group"] = "database",
        ["aws_db_subnet_group"] = "database",
        ["aws_default_security_group"] = "network",
        ["aws_dynamodb_table"] = "table",
        ["aws_ecr_repository"] = "artefact",
        ["aws_ecs_cluster"] = "service",
        ["aws_ecs_service"] = "service",
        ["aws_ecs_task_definition"] = "service",
        ["aws_eip"] = "network",
        ["aws_flow_log"] = "log",
        ["aws_iam_role"] = "role",
        ["aws_internet_gateway"] = "network",
        ["aws_kinesis_firehose_delivery_stream"] = "log",
        ["aws_kms_alias"] = "key",
        ["aws_kms_key"] = "key",
        ["aws_lambda_event_source_mapping"] = "event source",
        ["aws_lambda_function"] = "function",
        ["aws_lambda_function_event_invoke_config"] = "function",
        ["aws_lb"] = "door",
        ["aws_lb_listener"] = "door",
        ["aws_lb_target_group"] = "door",
        ["aws_nat_gateway"] = "network",
        ["aws_network_acl"] = "network",
        ["aws_pipes_pipe"] = "pipe",
        ["aws_rds_cluster"] = "database",
        ["aws_rds_cluster_instance"] = "database",
        ["aws_rds_cluster_parameter_group"] = "database",
        ["aws_rds_global_cluster"] = "database",
        ["aws_route"] = "network",
        ["aws_route53_health_check"] = "health check",
        ["aws_route53_record"] = "name",
        ["aws_route53_zone"] = "name",
        ["aws_route_table"] = "network",
        ["aws_route_table_association"] = "network",
        ["aws_s3_bucket"] = "bucket",
        ["aws_s3_bucket_logging"] = "bucket",
        ["aws_s3_bucket_policy"] = "bucket",
        ["aws_s3_bucket_replication_configuration"] = "bucket",
        ["aws_s3_bucket_server_side_encryption_configuration"] = "bucket",
        ["aws_secretsmanager_secret"] = "secret",
        ["aws_secretsmanager_secret_rotation"] = "secret",
        ["aws_security_group"] = "network",
        ["aws_sfn_state_machine"] = "workflow",
        ["aws_sns_topic"] = "topic",
        ["aws_sqs_queue"] = "queue",
        ["aws_sqs_queue_redrive_allow_policy"] = "queue",
        ["aws_ssm_document"] = "document",
        ["aws_ssm_parameter"] = "parameter",
        ["aws_subnet"] = "network",
        ["aws_vpc"] = "network",
        ["aws_vpc_endpoint"] = "network",
        ["aws_vpc_peering_connection"] = "network",
        ["aws_vpc_peering_connection_accepter"] = "network",
        ["aws_vpc_security_group_egress_rule"] = "network",
        ["aws_vpc_security_group_ingress_rule"] = "network",
        ["aws_wafv2_web_acl"] = "firewall",
        ["aws_wafv2_web_acl_association"] = "firewall",
    };

    /// <summary>By which argument they name what they belong to, which does not name them.</summary>
    private static readonly Dictionary<string, string> Parts = new()
    {
        ["aws_api_gateway_base_path_mapping"] = "domain_name",
        ["aws_api_gateway_method_settings"] = "stage_name",
        ["aws_appautoscaling_policy"] = "resource_id",
        ["aws_appautoscaling_target"] = "resource_id",
        ["aws_cloudwatch_event_archive"] = "event_source_arn",
        ["aws_cloudwatch_event_rule"] = "event_bus_name",
        ["aws_cloudwatch_event_target"] = "rule",
        ["aws_default_security_group"] = "vpc_id",
        ["aws_flow_log"] = "vpc_id",
        ["aws_internet_gateway"] = "vpc_id",
        ["aws_kms_alias"] = "target_key_id",
        ["aws_lambda_function_event_invoke_config"] = "function_name",
        ["aws_lb_listener"] = "load_balancer_arn",
        ["aws_network_acl"] = "vpc_id",
        ["aws_rds_cluster_instance"] = "cluster_identifier",
        ["aws_route"] = "route_table_id",
        ["aws_route_table_association"] = "subnet_id",
        ["aws_s3_bucket_logging"] = "bucket",
        ["aws_s3_bucket_replication_configuration"] = "bucket",
        ["aws_s3_bucket_server_side_encryption_configuration"] = "bucket",
        ["aws_secretsmanager_secret_rotation"] = "secret_id",
        ["aws_sqs_queue_redrive_allow_policy"] = "queue_url",
        ["aws_vpc_endpoint"] = "vpc_id",
        ["aws_vpc_security_group_egress_rule"] = "security_group_id",
        ["aws_vpc_security_group_ingress_rule"] = "security_group_id",
        ["aws_wafv2_web_acl_association"] = "resource_arn",
    };

    /// <summary>They stand in a region's part of the file because everything has to.</summary>
    private static readonly HashSet<string> Worldwide = ["aws_iam_role", "aws_rds_global_cluster", "aws_route53_health_check", "aws_route53_record", "aws_route53_zone"];

    /// <exception cref="NotSupportedException">Nobody has said what it is.</exception>
    public static string KindOf(Element element) => Kinds.TryGetValue(element.Type, out var kind) ? kind
        : throw new NotSupportedException($"{element} is on the way of a recovery, and nobody has said what it is.");

    /// <summary>The argument; null for what stands for itself.</summary>
    public static string? PartBy(Element element) => Parts.GetValueOrDefault(element.Type);

    public static bool IsWorldwide(Element element) => Worldwide.Contains(element.Type);
}
