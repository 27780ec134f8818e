using HashiCorp.Cdktf.Providers.Aws.SecretsmanagerSecret;
using HashiCorp.Cdktf.Providers.Aws.SecretsmanagerSecretVersion;

namespace PaymentDr;

public sealed record ReplicatedLoginInputs
{
    public required string Purpose { get; init; }

    public required string Description { get; init; }

    public required string Username { get; init; }

    /// <summary>What every password begins with.</summary>
    public string PasswordPrefix { get; init; } = "";

    public required PerRegion<EncryptionKeys> Keys { get; init; }

    public required Protection Protection { get; init; }
}

/// <summary>
/// A login, in a secret that both regions read. Its password is made by AWS while Terraform works, and stands nowhere else:
/// neither in a file, a plan nor the state.
/// </summary>
public sealed class ReplicatedLogin
{
    /// <summary>A new one makes a new password. Rotation makes its own, which Terraform does not see and leaves alone.</summary>
    public const int PasswordVersion = 1;

    /// <summary>
    /// Of the version that Terraform made, besides the labels that move on with each rotation: a version without any is AWS's to remove, and
    /// the next plan would make a new one, past the rotation, over the password in use.
    /// </summary>
    private const string LastingStage = "MADE_BY_TERRAFORM";

    private static readonly string[] MovedByRotation = ["version_stages"];

    private const int PasswordLength = 40;

    /// <summary>The longest that AWS keeps a secret for.</summary>
    private const int RecoveryDays = 30;

    private readonly Side _home;
    private readonly PerRegion<EncryptionKeys> _keys;

    public ReplicatedLogin(PerRegion<Region> regions, ReplicatedLoginInputs inputs)
    {
        _keys = inputs.Keys;
        _home = new Side(regions.Primary, inputs.Purpose);
        var region = _home.Region;
        Username = inputs.Username;

        Secret = new SecretsmanagerSecret(_home, "secret", new SecretsmanagerSecretConfig
        {
            Provider = region.Provider,
            Name = region.SharedName("secret", inputs.Purpose),
            Description = inputs.Description,
            KmsKeyId = inputs.Keys.Primary.Data.Key.Arn,
            RecoveryWindowInDays = inputs.Protection is Protection.Guarded ? RecoveryDays : 0,
            // Or one that an earlier stack left in the other region would stay as it is.
            ForceOverwriteReplicaSecret = true,
            Replica = new[]
            {
                new SecretsmanagerSecretReplica { Region = regions.Secondary.Code, KmsKeyId = inputs.Keys.Secondary.Data.Key.Arn },
            },
        });

        // RDS takes no slash, quote, at sign or space.
        var password = new Ephemeral(_home, "password", "aws_secretsmanager_random_password", ("password_length", PasswordLength), ("exclude_punctuation", true));
        Value = new SecretsmanagerSecretVersion(_home, "value", new SecretsmanagerSecretVersionConfig
        {
            Provider = region.Provider,
            SecretId = Secret.Id,
            SecretStringWo = $$"""${jsonencode({username = "{{Username}}", password = "{{inputs.PasswordPrefix}}${{{password.Attribute("random_password")}}}"})}""",
            SecretStringWoVersion = PasswordVersion,
            VersionStages = ["AWSCURRENT", LastingStage],
            Lifecycle = new TerraformResourceLifecycle { IgnoreChanges = MovedByRotation },
        });

        Arns = new PerRegion<string>(Secret.Arn, Fn.Replace(Secret.Arn, $":{region.Code}:", $":{regions.Secondary.Code}:"));
    }

    public string Username { get; }

    public SecretsmanagerSecret Secret { get; }

    /// <summary>What the secret holds at first. Whoever reads it depends on this.</summary>
    public SecretsmanagerSecretVersion Value { get; }

    /// <summary>In each region the secret has the same arn, but for the region.</summary>
    public PerRegion<string> Arns { get; }

    /// <summary>
    /// Part of an expression for a write-only argument: the password that the secret holds, and not the one that was made. An apply that
    /// failed between the two makes another one when it is repeated, and the secret keeps the first.
    /// </summary>
    // By what is known only once there is a value: a secret without one cannot be read.
    public string StoredPassword => field ??=
        $"jsondecode({new Ephemeral(_home, "stored", "aws_secretsmanager_secret_version", ("secret_id", Value.Arn)).Attribute("secret_string")}).password";

    /// <summary>Lets a role read what logins hold, each in its regions.</summary>
    public static IReadOnlyList<PolicyStatement> Read(params (ReplicatedLogin Login, Region[] Regions)[] logins) =>
    [
        new()
        {
            Sid = "ReadLogins",
            Actions = ["secretsmanager:GetSecretValue"],
            Resources = [.. from wanted in logins from region in wanted.Regions select wanted.Login.Arns[region]],
        },
        EncryptionKey.By(
            "secretsmanager",
            "DecryptLogins",
            ["kms:Decrypt"],
            [.. logins.SelectMany(wanted => wanted.Regions).Distinct().Select(region => logins[0].Login._keys[region].Data)]),
    ];

    /// <summary>Lets a role exchange what logins hold, where they are kept.</summary>
    public static IReadOnlyList<PolicyStatement> ExchangeIn(Region region, params ReplicatedLogin[] logins) =>
    [
        new()
        {
            Sid = "ExchangeLogins",
            Actions = ["secretsmanager:DescribeSecret", "secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"],
            Resources = [.. logins.Select(login => login.Arns[region])],
        },
        EncryptionKey.By("secretsmanager", "EncryptLogins", ["kms:GenerateDataKey"], logins[0]._keys[region].Data),
    ];

    private sealed class Side(Region region, string purpose) : RegionalConstruct(region, $"login-{purpose}");
}
