using HashiCorp.Cdktf.Providers.Aws.IamRole;
using HashiCorp.Cdktf.Providers.Aws.Provider;
using HashiCorp.Cdktf.Providers.Aws.SecurityGroup;
using HashiCorp.Cdktf.Providers.Aws.Vpc;

namespace PaymentDr.Semantics;

/// <summary>Values of every kind on their way to the kernel and back.</summary>
internal sealed class NetworkStack : TerraformStack
{
    public NetworkStack(Construct scope, string id) : base(scope, id)
    {
        var provider = new AwsProvider(this, "aws", new AwsProviderConfig { Region = "us-east-1" });
        Vpc = new Vpc(this, "vpc", new VpcConfig
        {
            CidrBlock = "10.0.0.0/16",
            Tags = new Dictionary<string, string> { ["ü €"] = "日本\u2028\u0085\"<&>'+\\/\t", ["pair"] = "\U0001F600", ["half"] = "a\ud83db", ["other half"] = "\ude00" },
        });

        Tokens();
        Values();
        References(provider);
        _ = new Group(this, "group");
        Aspects.Of(Vpc).Add(new CountingGroup(this, "counting"));
        _ = new S3Backend(this, new S3BackendConfig { Bucket = "state", Key = "k", Region = "us-east-1" });
    }

    public Vpc Vpc { get; }

    protected override string AllocateLogicalId(object tfElement)
    {
        Log.Add($"allocate {tfElement.GetType().Name}");
        return $"x_{base.AllocateLogicalId(tfElement)}";
    }

    private void Tokens()
    {
        var subnet = new PublicSubnet(this, "subnet", Vpc);
        var (before, again) = (subnet.Arn, subnet.Arn);
        subnet.OverrideLogicalId("renamed");
        Output("arns", new[] { before, again, subnet.Arn });
        Output("late", Lazy.StringValue(new LateText("produced")));
        Output("function", Fn.Join("-", new[] { Vpc.Id, Token.AsString(Fn.Lookup(new Dictionary<string, object> { ["k"] = "v" }, "k", "d")) }));
        Log.Add($"{subnet} {Token.IsUnresolved(Vpc.Id)} {IsStack(this)} {IsStack(subnet)}");

        var zones = TerraformIterator.FromList(new[] { "a", "b" });
        _ = new IamRole(this, "each", new IamRoleConfig { ForEach = zones, Name = Token.AsString(zones.Value), AssumeRolePolicy = "{}", DependsOn = [subnet] });
        var variable = new TerraformVariable(this, "variable", new TerraformVariableConfig { Type = "string", Default = "q", Sensitive = true });
        Output("of_variable", variable.StringValue);
    }

    private void Values()
    {
        Output("map", new Dictionary<string, object>
        {
            ["integer"] = 1,
            ["large"] = 9007199254740991L,
            ["fraction"] = 1.5,
            ["small"] = 1e-7,
            ["flag"] = true,
            ["open"] = Open(),
            ["list"] = new object[] { 1, "x", Vpc.Arn, new Dictionary<string, object> { ["nested"] = false } },
        });
        Vpc.CidrBlock = "10.1.0.0/16";
        Log.Add($"input {Vpc.CidrBlockInput} {Vpc.EnableDnsSupportInput ?? "null"} {string.Join(',', Vpc.TagsInput!.Keys.Order(StringComparer.Ordinal))}");
        Log.Add($"halves {string.Join(' ', Vpc.TagsInput["half"].Select(character => $"{(int)character:x}"))}");
        Vpc.AddOverride("lifecycle.ignore_changes", new[] { "tags" });
    }

    /// <summary>A map that is no dictionary of the old, untyped kind.</summary>
    private static IDictionary<string, object?> Open()
    {
        IDictionary<string, object?> open = new System.Dynamic.ExpandoObject();
        open["key"] = "value";
        return open;
    }

    private void References(AwsProvider provider)
    {
        var access = new SecurityGroup(this, "access", new SecurityGroupConfig
        {
            VpcId = Vpc.Id,
            Provider = provider,
            DependsOn = [Vpc],
            Ingress = new[] { new SecurityGroupIngress { FromPort = 1, ToPort = 65535, Protocol = "tcp", SelfAttribute = true } },
            Timeouts = new SecurityGroupTimeouts { Create = "5m" },
            Lifecycle = new TerraformResourceLifecycle
            {
                CreateBeforeDestroy = true,
                Precondition = [new Precondition { Condition = "${1 == 1}", ErrorMessage = "no" }],
            },
        });
        access.Node.AddDependency(Vpc, provider);
        Log.Add($"dependencies {string.Join(' ', access.Node.Dependencies.Select(dependency => dependency.Node.Id))}");
        Log.Add($"logical {GetLogicalId(access)} {access.Fqn} {access.Node.Path} {Node.Children.Length} {Node.TryGetContext("x") ?? "null"}");
        Log.Add($"identity {ReferenceEquals(Of(access), this)} {access.Node.Scope == this} {ReferenceEquals(Node.FindChild("access"), access)}");
    }

    private void Output(string id, object value) => _ = new TerraformOutput(this, id, new TerraformOutputConfig { Value = value });

    private sealed class Group : Construct
    {
        public Group(Construct scope, string id) : base(scope, id) =>
            _ = new Vpc(this, "vpc", new VpcConfig { CidrBlock = "10.9.0.0/16" });
    }
}
