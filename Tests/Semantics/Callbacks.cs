using Amazon.JSII.Runtime.Deputy;
using HashiCorp.Cdktf.Providers.Aws.Subnet;
using HashiCorp.Cdktf.Providers.Aws.Vpc;

namespace PaymentDr.Semantics;

/// <summary>An interface of jsii implemented in C#, which the kernel calls for every construct.</summary>
internal sealed class TagAspect(string value) : DeputyBase, IAspect
{
    public void Visit(IConstruct node)
    {
        if (node is Vpc vpc)
        {
            Log.Add($"{value} visits vpc {vpc.Node.Path} {vpc.FriendlyUniqueId} {vpc.CidrBlockInput}");
            vpc.Tags = new Dictionary<string, string> { ["aspect"] = value };
        }
        else
        {
            Log.Add($"{value} visits {(node is TerraformElement ? node.GetType().Name : "another")} {node.Node.Id}");
        }
    }
}

/// <summary>The same interface on a generated class: the kernel is told of it when the object is created.</summary>
internal sealed class CountingGroup(Construct scope, string id) : Construct(scope, id), IAspect
{
    private int _visits;

    public void Visit(IConstruct node) => Log.Add($"visit {++_visits} by a construct");
}

/// <summary>A value that the kernel asks for when it resolves tokens.</summary>
internal sealed class LateText(string text) : DeputyBase, IStringProducer
{
    public string Produce(IResolveContext context)
    {
        Log.Add($"produce {text} for {context.Scope.Node.Id}");
        return $"{text} for {context.Scope.Node.Id}";
    }
}

/// <summary>A generated class with an overridden method of the binding, one of object, and a struct with a member of its own.</summary>
internal sealed class PublicSubnet(Construct scope, string id, Vpc vpc)
    : Subnet(scope, id, new PublicSubnetConfig { VpcId = vpc.Id, CidrBlock = "10.0.1.0/24", Remark = "not sent" })
{
    protected override IDictionary<string, object> SynthesizeAttributes()
    {
        var attributes = base.SynthesizeAttributes();
        Log.Add($"synthesize {attributes.Count} attributes of {Node.Id}");
        return new Dictionary<string, object>(attributes) { ["map_public_ip_on_launch"] = true };
    }

    public override string ToString() => "a public subnet";

    /// <summary>A property, which the kernel asks for when something refers to the subnet.</summary>
    public override string Fqn
    {
        get
        {
            Log.Add($"fqn of {Node.Id}");
            return base.Fqn;
        }
    }

    private sealed class PublicSubnetConfig : SubnetConfig
    {
        public string? Remark { get; set; }
    }
}
