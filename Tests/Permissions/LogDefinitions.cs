namespace PaymentDr.Tests.Permissions;

/// <summary>Of what keeps logs.</summary>
internal sealed class LogDefinitions(SynthesizedStack stack) : Definitions(stack)
{
    public override Dictionary<string, Func<Element, IEnumerable<Call>>> Callers => new()
    {
        ["aws_cloudwatch_log_group"] = OfLogGroup,
        ["aws_config_configuration_recorder"] = OfRecorder,
        ["aws_flow_log"] = OfFlowLog,
        ["aws_kinesis_firehose_delivery_stream"] = OfDeliveryStream,
        ["aws_lb"] = OfBalancer,
        ["aws_rds_cluster_instance"] = OfDatabaseInstance,
        ["aws_s3_bucket_logging"] = OfBucketLogging,
    };

    /// <summary>"Encrypt log data in CloudWatch Logs using AWS KMS".</summary>
    private IEnumerable<Call> OfLogGroup(Element logs) =>
        from action in new[] { "Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "ReEncryptFrom", "ReEncryptTo" }
        let service = new Caller.Service($"logs.{Stack.RegionOf(logs)}.amazonaws.com")
        select new Call(service, $"kms:{action}", Given(logs, "kms_key_id", "aws_kms_key")).With("kms:EncryptionContext:aws:logs:arn", Arns.Of(logs));

    /// <summary>"Permissions for the IAM role assigned to AWS Config", besides AWS's own policy.</summary>
    private IEnumerable<Call> OfRecorder(Element recorder)
    {
        var role = Role(recorder.Text("role_arn"));
        var channel = Stack.Elements.Single(element => element.Type == "aws_config_delivery_channel" && element.Scope == recorder.Scope);
        var bucket = BucketArn(channel.Text("s3_bucket_name"));
        return
        [
            .. Assumed(recorder.Text("role_arn"), "config.amazonaws.com"),
            new(role, "s3:GetBucketAcl", bucket),
            .. new[] { "PutObject", "PutObjectAcl" }.Select(action =>
                new Call(role, $"s3:{action}", $"{bucket}/{channel.Text("s3_key_prefix")}/AWSLogs/{Permissions.Arns.Account}/Config/{Stack.RegionOf(recorder)}/object")),
        ];
    }

    /// <summary>"IAM role for publishing flow logs to CloudWatch Logs"; the group itself is declared.</summary>
    private IEnumerable<Call> OfFlowLog(Element log)
    {
        var role = Role(log.Text("iam_role_arn"));
        var group = Given(log, "log_destination", "aws_cloudwatch_log_group");
        return
        [
            .. Assumed(log.Text("iam_role_arn"), "vpc-flow-logs.amazonaws.com", $"arn:aws:ec2:{Stack.RegionOf(log)}:{Permissions.Arns.Account}:vpc-flow-log/log"),
            new(role, "logs:DescribeLogGroups", $"arn:aws:logs:{Stack.RegionOf(log)}:{Permissions.Arns.Account}:log-group:"),
            .. new[] { "CreateLogStream", "DescribeLogStreams", "PutLogEvents" }.Select(action => new Call(role, $"logs:{action}", $"{group}:log-stream:eni")),
        ];
    }

    /// <summary>"Turning on Enhanced Monitoring": its group is AWS's to name, and one for all databases of a region.</summary>
    private IEnumerable<Call> OfDatabaseInstance(Element instance)
    {
        var role = Role(instance.Text("monitoring_role_arn"));
        var group = $"arn:aws:logs:{Stack.RegionOf(instance)}:{Permissions.Arns.Account}:log-group:RDSOSMetrics";
        return
        [
            .. Assumed(instance.Text("monitoring_role_arn"), "monitoring.rds.amazonaws.com", $"arn:aws:rds:{Stack.RegionOf(instance)}:{Permissions.Arns.Account}:db:{instance.Text("identifier")}"),
            .. new[] { "CreateLogGroup", "PutRetentionPolicy" }.Select(action => new Call(role, $"logs:{action}", $"{group}:log-stream:")),
            .. new[] { "CreateLogStream", "DescribeLogStreams", "GetLogEvents", "PutLogEvents" }.Select(action => new Call(role, $"logs:{action}", $"{group}:log-stream:db")),
        ];
    }

    /// <summary>"Grant Firehose access to an Amazon S3 destination", its errors' log included. Its own encryption is by a grant that whoever makes the stream gives it.</summary>
    private IEnumerable<Call> OfDeliveryStream(Element stream)
    {
        var settings = stream.Body["extended_s3_configuration"]!;
        var role = Role((string?)settings["role_arn"]);
        var bucket = Arns.Of((string)settings["bucket_arn"]!);
        var key = Arns.Of((string)settings["kms_key_arn"]!);
        var errors = Stack.Elements.Single(element => element.Type == "aws_cloudwatch_log_stream" && (string?)settings["cloudwatch_logging_options"]!["log_stream_name"] == $"${{{element.Address}.name}}");
        return
        [
            .. Assumed((string?)settings["role_arn"], "firehose.amazonaws.com"),
            .. new[] { "GetBucketLocation", "ListBucket", "ListBucketMultipartUploads" }.Select(action => new Call(role, $"s3:{action}", bucket)),
            .. from folder in new[] { "prefix", "error_output_prefix" }
               from action in new[] { "AbortMultipartUpload", "GetObject", "PutObject" }
               select new Call(role, $"s3:{action}", $"{bucket}/{settings[folder]}object"),
            .. from action in new[] { "Decrypt", "GenerateDataKey" }
               select new Call(role, $"kms:{action}", key).With("kms:ViaService", $"s3.{Stack.RegionOf(stream)}.amazonaws.com").With("kms:EncryptionContext:aws:s3:arn", bucket),
            new(role, "logs:PutLogEvents", Arns.Of(errors)),
        ];
    }

    /// <summary>"Enabling Amazon S3 server access logging".</summary>
    private IEnumerable<Call> OfBucketLogging(Element logging) =>
    [
        InItsName("logging.s3.amazonaws.com", "s3:PutObject", $"{BucketArn(logging.Text("target_bucket"))}/{logging.Text("target_prefix")}object", BucketArn(logging.Text("bucket"))),
    ];

    /// <summary>"Enable access logs for your Application Load Balancer".</summary>
    private IEnumerable<Call> OfBalancer(Element balancer) => balancer.Body["access_logs"] is not { } logs ? [] :
    [
        InItsName(
            "logdelivery.elasticloadbalancing.amazonaws.com",
            "s3:PutObject",
            $"{BucketArn((string?)logs["bucket"])}/{logs["prefix"]}/AWSLogs/{Permissions.Arns.Account}/object",
            $"arn:aws:elasticloadbalancing:{Stack.RegionOf(balancer)}:{Permissions.Arns.Account}:loadbalancer/app/{balancer.Text("name")}/id"),
    ];
}
