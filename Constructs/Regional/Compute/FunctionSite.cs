namespace PaymentDr;

/// <summary>What all functions of a region are given alike.</summary>
public sealed record FunctionSite
{
    public required Region Region { get; init; }

    public required Region Peer { get; init; }

    public required EncryptionKeys Keys { get; init; }

    public required GlobalTable Ledger { get; init; }

    public required FunctionCode Code { get; init; }

    public required FunctionSettings Settings { get; init; }

    public required LedgerSettings Policy { get; init; }

    /// <summary>How long the other region's ledger may be waited for.</summary>
    public (string, string) PeerBudget => ("PEER_BUDGET_MS", $"{Policy.PeerBudgetMilliseconds}");

    /// <summary>Where the hashes of merchants' keys are.</summary>
    public (string, string) KeysPath => ("KEYS_PATH", Region.ParameterName(MerchantKey.KeysFolder));

    /// <summary>For who checks whose key a request bears.</summary>
    public IReadOnlyList<PolicyStatement> ReadKeys() =>
    [
        new()
        {
            Sid = "ReadKeys",
            Actions = ["ssm:GetParameter"],
            Resources = [$"arn:aws:ssm:{Region.Code}:{Region.AccountId}:parameter{Region.ParameterName(MerchantKey.KeysFolder)}/*"],
        },
        EncryptionKey.By("ssm", "DecryptKeys", ["kms:Decrypt"], Keys.Data),
    ];

    /// <summary>Lambda itself says in which region a function is.</summary>
    public Dictionary<string, string> Variables(params (string Name, string Value)[] own) => new[]
    {
        (Name: "SITE", Value: $"{Region.Site}"),
        (Name: "PEER_REGION", Value: Peer.Code),
        (Name: "LEDGER_TABLE", Value: Ledger.Table.Name),
        (Name: "METRIC_NAMESPACE", Value: Region.MetricNamespace),
    }.Concat(own).ToDictionary(variable => variable.Name, variable => variable.Value);
}
