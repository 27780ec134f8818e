using System.Text.Json.Nodes;
using HashiCorp.Cdktf.Providers.Aws.EcrLifecyclePolicy;
using HashiCorp.Cdktf.Providers.Aws.EcrRepository;

namespace PaymentDr;

/// <summary>
/// A region's own copy of the service's images. Published by whoever builds them: AWS's replication between registries is one setting of the
/// whole account, and a region that takes over starts its tasks from here.
/// </summary>
public sealed class ImageRepository : RegionalConstruct
{
    /// <summary>Far more than anybody goes back: an image that runs must not go.</summary>
    private const int Kept = 200;

    public ImageRepository(RegionalConstruct parent, EncryptionKey key) : base(parent, "images")
    {
        Repository = new EcrRepository(this, "repository", new EcrRepositoryConfig
        {
            Provider = Region.Provider,
            Name = Region.NameFor("repository", "pay"),
            // A tag that could be moved would name another image tomorrow.
            ImageTagMutability = "IMMUTABLE",
            ImageScanningConfiguration = new EcrRepositoryImageScanningConfiguration { ScanOnPush = true },
            EncryptionConfiguration = new[] { new EcrRepositoryEncryptionConfiguration { EncryptionType = "KMS", KmsKey = key.Key.Arn } },
            // Or ECR would keep it for the images in it, which can be built again.
            ForceDelete = true,
        });
        _ = new EcrLifecyclePolicy(this, "lifecycle", new EcrLifecyclePolicyConfig
        {
            Provider = Region.Provider,
            Repository = Repository.Name,
            Policy = new JsonObject { ["rules"] = new JsonArray(ExpireOldest()) }.ToJsonString(),
        });
    }

    public EcrRepository Repository { get; }

    /// <summary>What a service has to be allowed that starts programs from here.</summary>
    public IReadOnlyList<PolicyStatement> Pull() =>
    [
        new()
        {
            Sid = "EnterRegistry",
            Actions = ["ecr:GetAuthorizationToken"],
            Resources = ["*"],
        },
        new()
        {
            Sid = "PullImage",
            Actions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            Resources = [Repository.Arn],
        },
    ];

    private static JsonObject ExpireOldest() => new()
    {
        ["rulePriority"] = 1,
        ["description"] = $"All but the last {Kept} images",
        ["selection"] = new JsonObject { ["tagStatus"] = "any", ["countType"] = "imageCountMoreThan", ["countNumber"] = Kept },
        ["action"] = new JsonObject { ["type"] = "expire" },
    };
}
