namespace PaymentDr.Tests.Permissions;

/// <summary>What services ask of our keys in the name of whoever asks them, by what they hold under a key.</summary>
internal sealed class KeyUse
{
    /// <summary>
    /// By the beginning of a call's action. DynamoDB names what it asks for in "DynamoDB encryption at rest: authorizing use of your customer managed
    /// key"; SQS, Secrets Manager, Systems Manager and S3 in their chapters on key management. Nothing is asked for what is not here.
    /// </summary>
    private static readonly (string Actions, string[] OfTheKey)[] Asked =
    [
        ("dynamodb:GetRecords", ["Decrypt"]),
        ("dynamodb:DescribeStream", []),
        ("dynamodb:GetShardIterator", []),
        ("dynamodb:ListStreams", []),
        ("dynamodb:", ["Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "ReEncryptFrom", "ReEncryptTo"]),
        ("s3:PutObject", ["Decrypt", "GenerateDataKey"]),
        ("secretsmanager:GetSecretValue", ["Decrypt"]),
        ("secretsmanager:PutSecretValue", ["Decrypt", "GenerateDataKey"]),
        ("sns:Publish", ["Decrypt", "GenerateDataKey"]),
        ("sqs:ReceiveMessage", ["Decrypt"]),
        ("sqs:SendMessage", ["Decrypt", "GenerateDataKey"]),
        ("ssm:GetParameter", ["Decrypt"]),
    ];

    private readonly Dictionary<string, string> _keys = [];

    public KeyUse(SynthesizedStack stack)
    {
        var arns = new Arns(stack);
        foreach (var element in stack.Elements)
        {
            switch (element.Type)
            {
                case "aws_dynamodb_table":
                    Add(arns.Of(element), (string?)element.Body["server_side_encryption"]!["kms_key_arn"]);
                    AddReplicas(element, "region_name", "kms_key_arn");
                    break;
                case "aws_s3_bucket_server_side_encryption_configuration":
                    Add(arns.Of(stack.Referenced(element.Text("bucket")!)), (string?)element.Body["rule"]![0]!["apply_server_side_encryption_by_default"]!["kms_master_key_id"]);
                    break;
                case "aws_secretsmanager_secret":
                    Add(arns.Of(element), element.Text("kms_key_id"));
                    AddReplicas(element, "region", "kms_key_id");
                    break;
                case "aws_sns_topic":
                case "aws_sqs_queue":
                    Add(arns.Of(element), element.Text("kms_master_key_id"));
                    break;
                case "aws_ssm_parameter":
                    Add($"arn:aws:ssm:{stack.RegionOf(element)}:{Arns.Account}:parameter{element.Text("name")}", element.Text("key_id"));
                    break;
            }
        }

        void AddReplicas(Element element, string region, string key)
        {
            foreach (var replica in element.Body["replica"]!.AsArray())
            {
                Add(arns.InRegion(element, (string)replica![region]!), (string?)replica[key]);
            }
        }

        void Add(string arn, string? key)
        {
            if (key is not null)
            {
                _keys[arn] = arns.Of(key);
            }
        }
    }

    public IEnumerable<Call> For(Call call)
    {
        // What the call is about, or what that is a part of.
        var held = _keys.Keys.SingleOrDefault(arn => call.Resource == arn || call.Resource.StartsWith($"{arn}/", StringComparison.Ordinal));
        return held is null ? [] :
            from action in Asked.FirstOrDefault(asked => call.Action.StartsWith(asked.Actions, StringComparison.Ordinal)).OfTheKey ?? []
            let service = call.Action.Split(':')[0]
            select (call with { Action = $"kms:{action}", Resource = _keys[held] })
                .With("kms:ViaService", $"{service}.{_keys[held].Split(':')[3]}.amazonaws.com")
                .With($"kms:EncryptionContext:aws:{service}:{(service == "sns" ? "topicArn" : "arn")}", held);
    }
}
