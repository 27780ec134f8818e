namespace PaymentDr.Tests.Permissions;

/// <summary>What nobody may do, as calls. Of the roles every one is asked, whatever it is for.</summary>
internal sealed class Forbidden
{
    private static readonly string[] OfTables =
    [
        "dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:DeleteTable", "dynamodb:PartiQLDelete", "dynamodb:PartiQLUpdate", "dynamodb:UpdateContinuousBackups",
        "dynamodb:UpdateItem", "dynamodb:UpdateTable", "dynamodb:UpdateTimeToLive",
    ];

    private static readonly string[] OfBuckets =
        ["s3:DeleteBucket", "s3:DeleteBucketPolicy", "s3:PutBucketPolicy", "s3:PutBucketVersioning", "s3:PutLifecycleConfiguration", "s3:PutReplicationConfiguration"];

    private static readonly string[] OfObjects = ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:PutObjectAcl"];

    /// <summary>And their use past the services that hold something under them.</summary>
    private static readonly string[] OfKeys =
    [
        "kms:CreateGrant", "kms:Decrypt", "kms:DisableKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:PutKeyPolicy", "kms:ReEncryptFrom", "kms:ScheduleKeyDeletion",
    ];

    private static readonly string[] OfSecrets =
        ["secretsmanager:DeleteSecret", "secretsmanager:PutResourcePolicy", "secretsmanager:RemoveRegionsFromReplication", "secretsmanager:RotateSecret", "secretsmanager:UpdateSecret"];

    private static readonly string[] OfVaults =
        ["backup:DeleteBackupVault", "backup:DeleteRecoveryPoint", "backup:PutBackupVaultAccessPolicy", "backup:StartCopyJob", "backup:StartRestoreJob"];

    private static readonly string[] OfQueues = ["sqs:AddPermission", "sqs:DeleteQueue", "sqs:PurgeQueue", "sqs:SetQueueAttributes", "sqs:StartMessageMoveTask"];

    private static readonly string[] OfClusters =
        ["rds:DeleteDBCluster", "rds:FailoverGlobalCluster", "rds:RemoveFromGlobalCluster", "rds:RestoreDBClusterFromSnapshot", "rds:SwitchoverGlobalCluster"];

    private static readonly string[] OfGroups = ["logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:DeleteLogStream", "logs:PutRetentionPolicy"];

    private static readonly string[] OfFunctions = ["lambda:AddPermission", "lambda:DeleteFunction", "lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration"];

    private static readonly string[] OfRoles =
        ["iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRolePolicy", "iam:PassRole", "iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy", "sts:AssumeRole"];

    private static readonly string[] OfRepositories = ["ecr:BatchDeleteImage", "ecr:DeleteRepository", "ecr:PutImage"];

    private static readonly string[] OfTheAccount =
        ["ecs:ExecuteCommand", "events:PutRule", "iam:CreateUser", "organizations:LeaveOrganization", "route53:ChangeResourceRecordSets", "route53:UpdateHealthCheck", "ssm:PutParameter"];

    private readonly SynthesizedStack _stack;
    private readonly Arns _arns;
    private readonly IReadOnlyDictionary<Caller, string> _functions;
    private readonly Caller.Role[] _roles;

    private Forbidden(SynthesizedStack stack)
    {
        (_stack, _arns, _functions) = (stack, new Arns(stack), AllCalls.FunctionsByRole(stack));
        _roles = [.. Arns("aws_iam_role").Select(arn => new Caller.Role(arn))];
    }

    /// <summary>Services that are not asked for whom they act, with the reason.</summary>
    public static IReadOnlyDictionary<string, string> DeputiesWithoutAccount { get; } = new Dictionary<string, string>
    {
        ["backup.amazonaws.com"] = "it takes a role only from who may pass it, which nobody of another account may",
        ["firehose.amazonaws.com"] = "it takes a role only from who may pass it, which nobody of another account may",
        ["lambda.amazonaws.com"] = "it takes a role only from who may pass it, which nobody of another account may",
        ["s3.amazonaws.com"] = "it takes a role only from who may pass it, which nobody of another account may",
    };

    /// <summary>What is forbidden to all, and recovery is there for: by role, and of what it asks for nothing else.</summary>
    private static readonly (string Role, string Action)[] OfRecovery =
    [
        ("/role-give-back-", "rds:SwitchoverGlobalCluster"), ("/role-give-back-", "sts:AssumeRole"), ("/role-recovery-", "rds:SwitchoverGlobalCluster"),
        ("/role-workflow-failover-", "rds:FailoverGlobalCluster"),
    ];

    /// <summary>What no policy may allow.</summary>
    public static IEnumerable<Call> For(SynthesizedStack stack, IReadOnlyList<Call> made)
    {
        var forbidden = new Forbidden(stack);
        return forbidden.ToRoles().Where(call => !IsRecovery(call, made)).Concat(forbidden.Strayed(made)).Concat(forbidden.ToStrangers()).Concat(OfDeputies(made));
    }

    /// <summary>What a policy must deny, whatever another may allow some day.</summary>
    public static IEnumerable<Call> Denied(SynthesizedStack stack) => new Forbidden(stack).Denied();

    private static bool IsRecovery(Call call, IReadOnlyList<Call> made) =>
        OfRecovery.Any(each => call.By is Caller.Role role && role.Arn.Contains(each.Role, StringComparison.Ordinal) && each.Action == call.Action)
        && made.Any(other => (other.By, other.Action, other.Resource) == (call.By, call.Action, call.Resource));

    private IEnumerable<Call> ToRoles() =>
        from role in _roles
        from asked in OnResources()
        select AllCalls.FromCode(new Call(role, asked.Action, asked.Resource), _functions);

    private IEnumerable<(string Action, string Resource)> OnResources() =>
    [
        .. Each("aws_dynamodb_table", OfTables),
        .. Each("aws_s3_bucket", OfBuckets),
        .. Each("aws_s3_bucket", OfObjects, "/other/object"),
        .. Each("aws_kms_key", OfKeys),
        .. Each("aws_secretsmanager_secret", OfSecrets),
        .. Each("aws_backup_vault", OfVaults),
        .. Each("aws_sqs_queue", OfQueues),
        .. Each("aws_rds_cluster", OfClusters),
        .. Each("aws_rds_global_cluster", OfClusters),
        .. Each("aws_cloudwatch_log_group", OfGroups, ":log-stream:"),
        .. Each("aws_lambda_function", OfFunctions),
        .. Each("aws_iam_role", OfRoles),
        .. Each("aws_ecr_repository", OfRepositories),
        .. OfTheAccount.Select(action => (action, "*")),
        ("logs:CreateLogGroup", $"arn:aws:logs:us-east-1:{Permissions.Arns.Account}:log-group:another:log-stream:"),
        ("events:PutEvents", $"arn:aws:events:us-east-1:{Permissions.Arns.Account}:event-bus/default"),
    ];

    /// <summary>What is called for one purpose, in another's place: another folder, another namespace, by way of another service.</summary>
    private IEnumerable<Call> Strayed(IReadOnlyList<Call> made)
    {
        foreach (var call in made.Where(call => call.By is Caller.Role))
        {
            if (call.Find("cloudwatch:namespace") is not null)
            {
                yield return call.With("cloudwatch:namespace", "AWS/RDS");
            }

            if (call.Find("kms:ViaService") is not null)
            {
                yield return call.With("kms:ViaService", "ec2.us-east-1.amazonaws.com");
            }

            if (call.By is Caller.Role { Arn: var role } && role.Contains("/role-replicate-", StringComparison.Ordinal) && call.Find("kms:EncryptionContext:aws:s3:arn") is not null)
            {
                yield return call.With("kms:EncryptionContext:aws:s3:arn", "arn:aws:s3:::another");
            }

            if (call.Action.StartsWith("ec2:", StringComparison.Ordinal))
            {
                yield return AllCalls.FromCode(call, _functions);
            }
        }
    }

    /// <summary>Of every policy of a resource.</summary>
    private IEnumerable<Call> ToStrangers() => OnGuarded().Select(asked => new Call(new Caller.Stranger(), asked.Action, asked.Resource));

    private IEnumerable<(string Action, string Resource)> OnGuarded() =>
    [
        .. Each("aws_backup_vault", ["backup:CopyFromBackupVault", "backup:CopyIntoBackupVault", "backup:DeleteRecoveryPoint", "backup:PutBackupVaultAccessPolicy", "backup:StartRestoreJob", "backup:UpdateRecoveryPointLifecycle"]),
        .. Each("aws_cloudwatch_event_bus", ["events:PutEvents", "events:PutRule"]),
        .. Each("aws_iam_role", ["sts:AssumeRole"]),
        .. Each("aws_kms_key", ["kms:CreateGrant", "kms:Decrypt", "kms:PutKeyPolicy"]),
        .. Each("aws_lambda_function", ["lambda:InvokeFunction"]),
        .. Each("aws_s3_bucket", ["s3:ListBucket", "s3:PutBucketPolicy"]),
        .. Each("aws_s3_bucket", ["s3:GetObject", "s3:PutObject"], "/object"),
        .. Each("aws_sns_topic", ["sns:Publish", "sns:Subscribe"]),
        .. Each("aws_sqs_queue", ["sqs:ReceiveMessage", "sqs:SendMessage", "sqs:SetQueueAttributes"]),
    ];

    /// <summary>What a service does for us, for somebody else: he has told it our resource's name.</summary>
    private static IEnumerable<Call> OfDeputies(IReadOnlyList<Call> made)
    {
        foreach (var call in made.Where(call => call.By is Caller.Service service && !DeputiesWithoutAccount.ContainsKey(service.Name)))
        {
            yield return ForAnother(call);

            // The name of a bucket does not say whose it is.
            if (call.Find("aws:SourceArn")?.StartsWith("arn:aws:s3:::", StringComparison.Ordinal) is true)
            {
                yield return call.With("aws:SourceAccount", Caller.Stranger.Account);
                yield return call.With("aws:SourceArn", "arn:aws:s3:::another");
            }
        }
    }

    /// <summary>The same, for another account. Load balancers name it in the folder that they write to, and nowhere else that a policy may ask for.</summary>
    public static Call ForAnother(Call call) => call.Context.Aggregate(
        call with { Resource = call.Resource.Replace($"/AWSLogs/{Permissions.Arns.Account}/", $"/AWSLogs/{Caller.Stranger.Account}/", StringComparison.Ordinal) },
        (asked, said) => asked.With(said.Key, said.Value.Replace(Permissions.Arns.Account, Caller.Stranger.Account, StringComparison.Ordinal)));

    private IEnumerable<Call> Denied() =>
    [
        .. from asked in OnGuarded()
           where asked.Action.Split(':')[0] is "backup" or "sns" or "sqs"
           select new Call(new Caller.Stranger(), asked.Action, asked.Resource),
        .. from asked in OnGuarded()
           where asked.Action.Split(':')[0] is "s3" or "sns" or "sqs"
           from caller in new Caller[] { _roles[0], new Caller.Service("events.amazonaws.com") }
           select new Call(caller, asked.Action, asked.Resource).With("aws:SecureTransport", "false"),
        .. from asked in OnGuarded()
           where asked.Action.Split(':')[0] is "s3"
           select new Call(_roles[0], asked.Action, asked.Resource).With("s3:TlsVersion", "1.1"),
    ];

    private IEnumerable<(string Action, string Resource)> Each(string type, string[] actions, string part = "") =>
        from resource in Arns(type)
        from action in actions
        select (action, resource + part);

    private IEnumerable<string> Arns(string type) => _stack.Elements.Where(element => element.Type == type && element.Kind == "resource").SelectMany(_arns.Everywhere);
}
