namespace PaymentDr;

/// <summary>How long a name goes on leading to a region that is lost: until its check is ill, and until resolvers ask again.</summary>
public static class NameFailover
{
    /// <summary>Before a checker gives a request up: 4 s to connect and 2 s to be answered, as AWS says.</summary>
    private const int CheckerSeconds = 6;

    /// <summary>What Route 53 has where nothing else is said.</summary>
    private const int DefaultInterval = 30;

    private const int DefaultFailures = 3;

    /// <summary>Of AWS's own names for a load balancer, and assumed for an API's: an alias has no other.</summary>
    private const int AliasSeconds = 60;

    public static bool IsIn(DeployedFile file) => Primaries(file).Any();

    /// <returns>The slowest of all names that two regions share; and which never leave the primary.</returns>
    public static (IReadOnlyList<Term> Terms, IReadOnlyList<string> Obstacles) Of(DeployedFile file)
    {
        var names = Primaries(file)
            .Select(record => (Name: record.Text("name")!, Detection: Detect(file, record.Text("health_check_id")), Memory: Remember(record)))
            .ToArray();
        var slowest = names.OrderByDescending(name => (name.Detection?.Seconds ?? 0) + name.Memory.Seconds).First();
        return (
            [.. new[] { slowest.Detection, slowest.Memory }.OfType<Term>()],
            [.. names.Where(name => name.Detection is null).Select(name => $"{name.Name} leads to the primary however that is: no check of it becomes ill when the region is lost")]);
    }

    private static IEnumerable<DeployedResource> Primaries(DeployedFile file) =>
        file.Of("aws_route53_record").Where(record => (string?)record.Body["failover_routing_policy"]?["type"] == "PRIMARY");

    /// <returns>Null for a check that the loss of a region does not make ill.</returns>
    private static Term? Detect(DeployedFile file, string? expression)
    {
        if (expression is null)
        {
            return null;
        }

        var check = file.Referenced(expression);
        return check.Text("type") switch
        {
            "CALCULATED" => Gather(file, check),
            // It follows a metric, which somebody has to publish.
            "CLOUDWATCH_METRIC" => null,
            _ => Ask(check),
        };
    }

    /// <summary>Ill as soon as so many of its checks are that too few are left.</summary>
    private static Term? Gather(DeployedFile file, DeployedResource check)
    {
        var children = check.Body["child_healthchecks"]!.AsArray().Select(child => Detect(file, (string)child!)).ToArray();
        var needed = children.Length - check.Number("child_health_threshold")!.Value + 1;
        return children.OfType<Term>().OrderBy(child => child.Seconds).ElementAtOrDefault(needed - 1);
    }

    private static Term Ask(DeployedResource check)
    {
        var (interval, failures) = (check.Number("request_interval") ?? DefaultInterval, check.Number("failure_threshold") ?? DefaultFailures);
        return new(
            "the door is called ill",
            failures * (interval + CheckerSeconds),
            $"{failures} x ({interval} + {CheckerSeconds})",
            $"{(string?)check.Body["tags"]?["Name"]}; a checker gives up after {CheckerSeconds} s (AWS)");
    }

    private static Term Remember(DeployedResource record) => record.Number("ttl") is { } seconds
        ? new("resolvers ask again", seconds, $"{seconds}", $"{record.Text("name")}, ttl")
        : new("resolvers ask again", AliasSeconds, $"{AliasSeconds}", $"{record.Text("name")}, an alias: the TTL of AWS's own names (AWS)");
}
