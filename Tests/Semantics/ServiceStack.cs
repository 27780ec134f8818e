using HashiCorp.Cdktf.Providers.Aws.Provider;
using HashiCorp.Cdktf.Providers.Aws.SecurityGroup;

namespace PaymentDr.Semantics;

/// <summary>A stack that refers to another one, and adds to itself when it is prepared.</summary>
internal sealed class ServiceStack : TerraformStack
{
    public ServiceStack(Construct scope, string id, NetworkStack network) : base(scope, id)
    {
        _ = new AwsProvider(this, "aws", new AwsProviderConfig { Region = "us-west-2" });
        _ = new SecurityGroup(this, "access", new SecurityGroupConfig { VpcId = $"{network.Vpc.Id}-x" });
        _ = new LocalBackend(this, new LocalBackendConfig { Path = "service.tfstate" });
        AddDependency(network);
    }

    public override void PrepareStack()
    {
        Log.Add("prepare");
        base.PrepareStack();
        _ = new TerraformOutput(this, "prepared", new TerraformOutputConfig { Value = "p" });
    }
}
