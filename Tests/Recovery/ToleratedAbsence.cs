using PaymentDr.Tests.Permissions;

namespace PaymentDr.Tests.Recovery;

/// <summary>Something of the lost region that is reached for, and done without. Who may reach for it may do so by his role, and by the arguments that are named.</summary>
/// <param name="Who">By what it is for, with wildcards.</param>
/// <param name="Of">By name, or by kind.</param>
/// <param name="ShownBy">A test or a law.</param>
internal sealed record ToleratedAbsence(string Who, string[] Of, string Reason, string ShownBy)
{
    private const string OneSite = "after two tries within its budget the payment is acknowledged with `ONE`";

    private const string AtOneSite = "DynamoLedgerTests.A_peer_that_does_not_answer_costs_two_tries_and_the_payment_stands_at_one_site";

    private const string Waits = "a rejection waits for both ledgers, and nothing else";

    private const string Undelivered = "EventBridge tries again, and in the end puts it into a queue of this region";

    private static readonly string[] Ledger = ["table-ledger", "key-data"];

    private static readonly (string Variable, string Value) Accepts = ("ON_PEER_LOSS", "Accept");

    public static IReadOnlyList<ToleratedAbsence> All { get; } =
    [
        new("*", ["region"], "a name: who is asked by it stands in a line of his own", "RegionalClientLaws.The_other_region_is_asked_in_few_places")
        {
            Arguments = ["PEER_REGION", "PROBE.primaryRegion"],
        },
        new("validate", Ledger, OneSite, AtOneSite) { Requires = Accepts },
        new("pay", Ledger, OneSite, AtOneSite) { Requires = Accepts },
        new("pay", ["function-validate"], "asked where this region's does not answer", "ServiceTests.A_validation_is_asked_of_the_function_here_then_of_the_peers")
        {
            Arguments = ["PEER_VALIDATE_FUNCTION"],
        },
        new("process", Ledger, Waits, "FailoverTests.What_is_paid_there_is_settled_there_once"),
        new("reconcile", Ledger, Waits, "ReconcileTellingTests.Where_the_other_ledger_does_not_answer_what_is_not_rejected_is_settled_and_told"),
        new("probe", ["name"], "it is what is looked at", "ProbeTests.A_primary_whose_name_leads_to_the_secondary_and_whose_doors_are_closed_is_lost")
        {
            Arguments = ["PROBE.peerHealth"],
        },
        new("probe", ["queue-payments", "key-data"], "one look of several, which fails alone", "ProbeTests.A_service_that_is_gone_takes_one_look_with_it")
        {
            Arguments = ["PROBE.peerQueueUrl"],
        },
        new("health-*", ["name"], "it is what is looked at", "FailoverLaws.Both_are_the_primary_s_own_door_and_a_switch_in_the_secondary") { Arguments = ["fqdn"] },
        new("health-switch-*", ["alarm-switch-traffic", "alarm-switch-drill", "region"],
            "Route 53 keeps to what it last heard, until people take the check out of the verdict (`runbooks/loss-of-the-active-secondary.md`)",
            "FailoverLaws.A_switch_needs_nothing_of_the_primary_and_holds_what_it_was_told")
        {
            Arguments = ["cloudwatch_alarm_name", "cloudwatch_alarm_region"],
            Survivor = "primary",
        },
        new("alarm-*", ["region", "bucket"], "a part of a metric's name: the alarm stands where that is published", "AlarmLaws.Every_alarm_stands_where_its_metric_is_published")
        {
            Arguments = ["dimensions.VaultRegion", "dimensions.ReceivingRegion", "dimensions.SourceBucket", "dimensions.DestinationBucket"],
        },
        new("forward-events", ["bus-payments"], Undelivered,
            "EventLaws.What_is_told_to_another_bus_ends_in_a_queue_where_it_cannot_be_delivered"),
        new("event-forwarding/target", ["bus-payments"], Undelivered,
            "EventLaws.What_is_told_to_another_bus_ends_in_a_queue_where_it_cannot_be_delivered")
        {
            Arguments = ["arn"],
        },
        new("replicat*", ["s3-audit", "key-data"], "S3 copies after it has answered: nobody waits for the copy", "FailoverTests.The_secondary_takes_over_with_nothing_of_the_primary")
        {
            Arguments = ["rule.destination.bucket", "rule.destination.encryption_configuration.replica_kms_key_id"],
        },
        new("plan-daily", ["vault-recovery"], "the copy of a recovery point, which is in this region's vault before", "DailyBackupsTests.Each_region_backs_up_into_its_own_vault_and_copies_to_the_other")
        {
            Arguments = ["rule.copy_action.destination_vault_arn"],
        },
        new("peering*", ["peering-payments"], "the way to the other network, and to nothing else", "RecoveryPathLaws.The_way_to_the_other_network_leads_nowhere_else")
        {
            Arguments = ["vpc_peering_connection_id"],
        },
        new("verify-backups", ["vault-recovery"], "each vault is asked alone", "VerifyBackupsTests.A_region_that_cannot_be_asked_has_no_backups_and_the_other_one_is_asked_all_the_same")
        {
            Arguments = ["PEER_BACKUP_VAULT"],
        },
        new("rotate-secret", ["cluster-books", "secret-books-admin", "secret-books-app", "secret-books-candidate", "key-data"],
            "asked where the books are written: here, once they were taken over", "RotationCrashTests.The_admin_s_password_is_set_where_the_writer_is")
        {
            Survivor = "primary",
        },
    ];

    /// <summary>By which it is named, as they end.</summary>
    public string[] Arguments { get; init; } = [];

    /// <summary>A variable that the program must have so.</summary>
    public (string Variable, string Value)? Requires { get; init; }

    /// <summary>The region that goes on; null for either.</summary>
    public string? Survivor { get; init; }

    public bool IsOf(Thing thing) => Wildcard.Matches(Who, PurposeOf(thing));

    public bool Covers(Touch touch) =>
        IsOf(touch.From)
        && (Of.Contains(touch.To.Name) || Of.Contains(touch.To.Kind))
        && (touch.From.Kind == "role" || Arguments.Any(argument => touch.Way.EndsWith(argument, StringComparison.Ordinal)));

    /// <summary>As role-validate and function-validate are for the same.</summary>
    public static string PurposeOf(Thing thing) => new[] { "function-", "role-", "task-" }.FirstOrDefault(word => thing.Name.StartsWith(word, StringComparison.Ordinal)) is { } kind
        ? thing.Name[kind.Length..]
        : thing.Name;
}
