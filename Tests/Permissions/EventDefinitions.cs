namespace PaymentDr.Tests.Permissions;

/// <summary>Of what carries events.</summary>
internal sealed class EventDefinitions(SynthesizedStack stack) : Definitions(stack)
{
    public override Dictionary<string, Func<Element, IEnumerable<Call>>> Callers => new()
    {
        ["aws_cloudwatch_metric_alarm"] = OfAlarm,
        ["aws_cloudwatch_event_target"] = OfTarget,
        ["aws_pipes_pipe"] = OfPipe,
    };

    /// <summary>"Amazon SNS topics and access policies", of CloudWatch's alarms.</summary>
    private IEnumerable<Call> OfAlarm(Element alarm) =>
        from action in new[] { "alarm_actions", "ok_actions" }
        from topic in alarm.Body[action]?.AsArray() ?? []
        select InItsName("cloudwatch.amazonaws.com", "sns:Publish", Arns.Of((string)topic!), $"arn:aws:cloudwatch:{Stack.RegionOf(alarm)}:{Permissions.Arns.Account}:alarm:{alarm.Text("alarm_name")}");

    /// <summary>"Amazon EventBridge Pipes permissions", for a stream of DynamoDB and a queue.</summary>
    private IEnumerable<Call> OfPipe(Element pipe)
    {
        var role = Role(pipe.Text("role_arn"));
        var stream = Given(pipe, "source", "aws_dynamodb_table");
        var parameters = pipe.Body["source_parameters"]!["dynamodb_stream_parameters"]!;
        return
        [
            .. Assumed(pipe.Text("role_arn"), "pipes.amazonaws.com", $"arn:aws:pipes:{Stack.RegionOf(pipe)}:{Permissions.Arns.Account}:pipe/{pipe.Text("name")}"),
            .. new[] { "DescribeStream", "GetRecords", "GetShardIterator", "ListStreams" }.Select(action => new Call(role, $"dynamodb:{action}", stream)),
            new(role, "sqs:SendMessage", Given(pipe, "target", "aws_sqs_queue")),
            new(role, "sqs:SendMessage", Arns.Of((string)parameters["dead_letter_config"]!["arn"]!)),
        ];
    }

    /// <summary>"Using IAM roles to grant permissions to targets": to a bus of another region under a role; to a function and to dead letters in its own name.</summary>
    private IEnumerable<Call> OfTarget(Element target)
    {
        const string Service = "events.amazonaws.com";
        var rule = Arns.Of(Stack.Referenced(target.Text("rule")!));
        if (target.Text("role_arn") is { } role)
        {
            foreach (var assumed in Assumed(role, Service, rule))
            {
                yield return assumed;
            }

            foreach (var call in Arns.Of(target.Text("arn")!).Contains(":automation-definition/", StringComparison.Ordinal) ? OfDocument(target, Role(role))
                : [new Call(Role(role), "events:PutEvents", Given(target, "arn", "aws_cloudwatch_event_bus")).With("aws:SourceArn", rule)])
            {
                yield return call;
            }
        }
        else
        {
            yield return InItsName(Service, "lambda:InvokeFunction", Given(target, "arn", "aws_lambda_function"), rule);
        }

        if ((string?)target.Body["dead_letter_config"]?["arn"] is { } dead)
        {
            yield return InItsName(Service, "sqs:SendMessage", Arns.Of(dead), rule);
        }
    }

    /// <summary>
    /// "Running automations triggered by EventBridge", and "Setting up identity based policies examples", of Systems Manager: whoever starts a document starts an
    /// execution of it, and hands over the role that the document names.
    /// </summary>
    private IEnumerable<Call> OfDocument(Element target, Caller starter)
    {
        var document = Stack.Elements.Single(element => element.Type == "aws_ssm_document" && target.Text("arn")!.Contains($"{{{element.Address}.", StringComparison.Ordinal));
        string[] started = [Arns.Of(target.Text("arn")!), Arns.Of(document), $"arn:aws:ssm:{Stack.RegionOf(target)}:{Permissions.Arns.Account}:automation-execution/one"];
        return
        [
            .. started.Select(part => new Call(starter, "ssm:StartAutomationExecution", part)),
            new Call(starter, "iam:PassRole", ((Caller.Role)Role(AutomationDefinitions.RoleOf(document))).Arn).With("iam:PassedToService", AutomationDefinitions.Service),
        ];
    }
}
