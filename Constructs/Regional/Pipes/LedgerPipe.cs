using System.Text.Json.Nodes;
using HashiCorp.Cdktf.Providers.Aws.PipesPipe;
using PaymentDr.Payments;

namespace PaymentDr;

/// <summary>
/// Brings what was accepted for this region's books to its queue, wherever it was accepted: replication brings the rest, and this
/// region's stream shows both.
/// </summary>
public sealed class LedgerPipe : RegionalConstruct
{
    private const int BatchSize = 10;

    /// <summary>
    /// Then the dead-letter queue is told where in the stream it was: a shard must not stand still behind what the queue does not take, and
    /// reconciliation finds what never came.
    /// </summary>
    private const int OldestSeconds = 60 * 60;

    public LedgerPipe(Region region, GlobalTable ledger, SettlementQueues queues) : base(region, "ledger-pipe")
    {
        var role = new ServiceRole(this, new ServiceRoleInputs
        {
            Purpose = "ledger-pipe",
            Service = "pipes.amazonaws.com",
            ServiceNamesAccount = true,
            Statements = [.. ledger.FollowIn(region), .. MessageQueue.Send(queues.Payments, queues.Dead)],
        });
        Pipe = new PipesPipe(this, "pipe", new PipesPipeConfig
        {
            Provider = region.Provider,
            Name = region.NameFor("pipe", "ledger"),
            Description = "From the ledger to the queue: what this region has to settle",
            RoleArn = role.Role.Arn,
            Source = ledger.Streams[region],
            SourceParameters = new PipesPipeSourceParameters
            {
                FilterCriteria = new PipesPipeSourceParametersFilterCriteria
                {
                    Filter = new[] { new PipesPipeSourceParametersFilterCriteriaFilter { Pattern = AcceptedFor(region.Site) } },
                },
                DynamodbStreamParameters = new PipesPipeSourceParametersDynamodbStreamParameters
                {
                    // What was accepted while the pipe was made is settled as soon as it stands.
                    StartingPosition = "TRIM_HORIZON",
                    BatchSize = BatchSize,
                    MaximumRecordAgeInSeconds = OldestSeconds,
                    OnPartialBatchItemFailure = "AUTOMATIC_BISECT",
                    DeadLetterConfig = new PipesPipeSourceParametersDynamodbStreamParametersDeadLetterConfig { Arn = queues.Dead.Queue.Arn },
                },
            },
            Target = queues.Payments.Queue.Arn,
            DependsOn = [.. role.Permissions],
        });
    }

    public PipesPipe Pipe { get; }

    private static string AcceptedFor(Site site) => new JsonObject
    {
        ["eventName"] = new JsonArray("INSERT"),
        ["dynamodb"] = new JsonObject
        {
            ["NewImage"] = new JsonObject
            {
                [LedgerSchema.SortKey] = new JsonObject { ["S"] = new JsonArray(new JsonObject { ["prefix"] = Accepted.KeyPrefix }) },
                [LedgerSchema.Owner] = new JsonObject { ["S"] = new JsonArray($"{site}") },
            },
        },
    }.ToJsonString();
}
