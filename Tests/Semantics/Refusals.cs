using HashiCorp.Cdktf.Providers.Aws.SecurityGroup;
using HashiCorp.Cdktf.Providers.Aws.Vpc;

namespace PaymentDr.Semantics;

/// <summary>What goes wrong must go wrong alike: in the kernel, in generated code, in a user's constructor.</summary>
internal static class Refusals
{
    public static void Try(NetworkStack stack)
    {
        Log.Refusal("an id that exists", () => _ = new Vpc(stack, "vpc", new VpcConfig()));
        Log.Refusal("a constructor that throws", () => _ = new Failing(stack, "failing"));
        Log.Refusal("a value of another type", () => _ = new Vpc(stack, "typed", new VpcConfig { EnableDnsSupport = "text" }));
        Log.Refusal("a missing argument", () => _ = new SecurityGroup(stack, "", new SecurityGroupConfig()));
        Log.Refusal("an unknown child", () => stack.Node.FindChild("nobody"));
        Log.Refusal("a stack without an app", () => App.Of(new TerraformStack(null!, "alone")));
    }

    private sealed class Failing : Construct
    {
        public Failing(Construct scope, string id) : base(scope, id) => throw new InvalidOperationException("the user's error");
    }
}
