using System.Diagnostics;
using System.Text.Json.Nodes;
using PaymentDr.Tests.Functions;
using static PaymentDr.Tests.Emulator.RefusalTests;

namespace PaymentDr.Tests.Emulator;

/// <summary>
/// One task of a region's deployed service, as a process of its own, with the load balancer that is deployed in front of it. What ECS adds is added
/// here: keys, and an address, which is a port; and where AWS is, which is told under which role it asks.
/// </summary>
internal sealed class DeployedService : IAsyncDisposable
{
    /// <summary>More than two answers that the load balancer waits for.</summary>
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(20);

    private readonly JsonNode _group;
    private readonly ServiceProcess _task;

    private DeployedService(JsonNode group, ServiceProcess task) => (_group, _task) = (group, task);

    /// <summary>Returns once the load balancer would send something to it.</summary>
    public static async Task<DeployedService> StartAsync(string region)
    {
        var cluster = Make("ecs list-clusters --query clusterArns[0]", region);
        var service = Ask($"ecs describe-services --cluster {cluster} --services {Make($"ecs list-services --cluster {cluster} --query serviceArns[0]", region)} --query services[0]", region);
        var task = Ask($"ecs describe-task-definition --task-definition {service["taskDefinition"]} --query taskDefinition", region);
        var target = service["loadBalancers"]!.AsArray().Single()!;
        var group = Ask($"elbv2 describe-target-groups --target-group-arns {target["targetGroupArn"]} --query TargetGroups[0]", region);
        var container = task["containerDefinitions"]!.AsArray().Single(container => (string?)container!["name"] == (string?)target["containerName"])!;
        RequireThatItIsReached(region, group, target, container);

        var variables = container["environment"]!.AsArray().ToDictionary(variable => variable!["name"]!.GetValue<string>(), variable => variable!["value"]!.GetValue<string>());
        // All tasks of all regions are on this machine.
        variables.Remove("PORT");
        variables.Add("AWS_ENDPOINT_URL", EmulatorSetup.Calls.EndpointFor((string)task["taskRoleArn"]!));
        var deployed = new DeployedService(group, await ServiceProcess.StartAsync(variables));
        await deployed.WaitUntilHealthyAsync();
        return deployed;
    }

    /// <summary>As the load balancer hands it on.</summary>
    public async Task<ApiAnswer> AskAsync(ApiRequest request)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), AddressOf(request.Path)) { Content = request.Body is null ? null : new StringContent(request.Body) };
        message.Headers.Host = request.Host;
        foreach (var (name, value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await _task.Client.SendAsync(message);
        return new((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public ValueTask DisposeAsync() => _task.DisposeAsync();

    /// <summary>A listener leads to the group, and the group to a port that the container opens.</summary>
    private static void RequireThatItIsReached(string region, JsonNode group, JsonNode target, JsonNode container)
    {
        var balancer = group["LoadBalancerArns"]!.AsArray().Single();
        var listeners = Ask($"elbv2 describe-listeners --load-balancer-arn {balancer} --query Listeners", region).AsArray();
        var rules = listeners.SelectMany(listener => Ask($"elbv2 describe-rules --listener-arn {listener!["ListenerArn"]} --query Rules", region).AsArray());

        Assert.That(rules.SelectMany(rule => rule!["Actions"]!.AsArray()).Select(action => (string?)action!["TargetGroupArn"]), Does.Contain((string?)group["TargetGroupArn"]));
        Assert.That((string?)group["Protocol"], Is.EqualTo("HTTPS"), "the service speaks nothing else");
        Assert.That(container["portMappings"]!.AsArray().Select(port => (int)port!["containerPort"]!), Is.EqualTo(new[] { (int)target["containerPort"]! }));
    }

    private async Task WaitUntilHealthyAsync()
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            using var answer = await _task.Client.GetAsync(AddressOf((string)_group["HealthCheckPath"]!));
            if ($"{(int)answer.StatusCode}" == (string?)_group["Matcher"]!["HttpCode"])
            {
                return;
            }

            Assert.That(waited.Elapsed, Is.LessThan(LongestStart), $"{_group["HealthCheckPath"]} answers {answer.StatusCode}.");
            await Task.Delay(100);
        }
    }

    private Uri AddressOf(string path) => new($"{((string)_group["Protocol"]!).ToLowerInvariant()}://127.0.0.1:{_task.Port}{path}");

    private static JsonNode Ask(string command, string region) => JsonNode.Parse(Make(command, region))!;
}
