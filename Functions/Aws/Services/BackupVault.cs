namespace PaymentDr.Aws;

/// <summary>A vault of backups.</summary>
public sealed class BackupVault(AwsRegion region, string name)
{
    private readonly AwsClient _backup = region.Service("backup");

    /// <summary>The newest completed recovery point of each resource since a time.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> NewestAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        var newest = new Dictionary<string, DateTimeOffset>();
        string? next = null;
        do
        {
            var query = new Dictionary<string, string> { ["createdAfter"] = since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null) };
            if (next is not null)
            {
                query["nextToken"] = next;
            }

            var answer = await _backup.CallAsync(AwsRequest.Get($"/backup-vaults/{name}/recovery-points/", query), cancellation);
            var page = AnswerBody.ToJson(answer, "ListRecoveryPointsByBackupVault");
            foreach (var point in page["RecoveryPoints"]!.AsArray().Where(point => point!["Status"]?.GetValue<string>() == "COMPLETED"))
            {
                var resource = point!["ResourceArn"]!.GetValue<string>();
                var created = DateTimeOffset.FromUnixTimeMilliseconds((long)(point["CreationDate"]!.GetValue<double>() * 1000));
                newest[resource] = newest.TryGetValue(resource, out var other) && other > created ? other : created;
            }

            next = page["NextToken"]?.GetValue<string>();
        }
        while (next is not null);

        return newest;
    }
}
