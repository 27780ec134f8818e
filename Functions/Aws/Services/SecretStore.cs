using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;

namespace PaymentDr.Aws;

/// <summary>Secrets of one region, and the stages of their versions.</summary>
public sealed class SecretStore(AwsRegion region)
{
    public const string Current = "AWSCURRENT";
    public const string Pending = "AWSPENDING";

    private readonly JsonService _secrets = new(region.Service("secretsmanager"), "secretsmanager", "1.1");

    /// <summary>Null when the secret has no such version, or nothing is in it.</summary>
    /// <param name="version">Null for whichever is at this stage.</param>
    public async Task<Login?> FindAsync(string secret, string stage, string? version, CancellationToken cancellation)
    {
        var input = new JsonObject { ["SecretId"] = secret, ["VersionStage"] = stage };
        if (version is not null)
        {
            input["VersionId"] = version;
        }

        try
        {
            var answer = await _secrets.CallAsync("GetSecretValue", input, cancellation);
            return answer["SecretString"]?.GetValue<string>() is { } text ? JsonSerializer.Deserialize(text, LoginJson.Default.Login) : null;
        }
        catch (JsonException)
        {
            // Its message would quote the secret.
            throw new InvalidDataException($"The secret {secret} is no login.");
        }
        catch (AmazonServiceException refusal) when (refusal.ErrorCode == "ResourceNotFoundException")
        {
            return null;
        }
    }

    public async Task<Login> GetAsync(string secret, CancellationToken cancellation) =>
        await FindAsync(secret, Current, version: null, cancellation) ?? throw new InvalidOperationException($"The secret {secret} has no value.");

    /// <summary>The same version with the same value may be put again; with another value it is refused.</summary>
    public Task PutAsync(string secret, string version, Login login, string stage, CancellationToken cancellation) => _secrets.CallAsync(
        "PutSecretValue",
        new()
        {
            ["SecretId"] = secret,
            ["ClientRequestToken"] = version,
            ["SecretString"] = JsonSerializer.Serialize(login, LoginJson.Default.Login),
            ["VersionStages"] = new JsonArray(stage),
        },
        cancellation);

    /// <summary>The stages of each version.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> StagesAsync(string secret, CancellationToken cancellation)
    {
        var answer = await _secrets.CallAsync("DescribeSecret", new() { ["SecretId"] = secret }, cancellation);
        return (answer["VersionIdsToStages"] as JsonObject ?? []).ToDictionary(
            version => version.Key,
            IReadOnlyList<string> (version) => [.. version.Value!.AsArray().Select(stage => stage!.GetValue<string>())]);
    }

    public Task MakeCurrentAsync(string secret, string version, string? instead, CancellationToken cancellation)
    {
        var input = new JsonObject { ["SecretId"] = secret, ["VersionStage"] = Current, ["MoveToVersionId"] = version };
        if (instead is not null)
        {
            input["RemoveFromVersionId"] = instead;
        }

        return _secrets.CallAsync("UpdateSecretVersionStage", input, cancellation);
    }
}
