using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Laws;

/// <summary>What is written in one region arrives in the other. Nobody would notice otherwise, until the region is lost.</summary>
[TestFixture]
public sealed class ReplicationLaws
{
    [Test]
    public void Everything_that_replication_needs_is_there()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Complaints), Is.Empty);
    }

    [Test]
    public void Every_versioned_bucket_is_replicated_to_a_twin_that_is_replicated_back()
    {
        var ways = Replication.Of(SynthesizedStack.Default).Select(way => (way.Source.Address, way.Target.Address)).ToArray();
        var versioned = SynthesizedStack.Default.Elements
            .Where(element => element.Type == "aws_s3_bucket_versioning")
            .Select(element => SynthesizedStack.Default.Referenced(element.Text("bucket")!).Address);

        Assert.That(ways.Select(way => way.Item1), Is.EquivalentTo(versioned));
        Assert.That(ways, Has.Length.EqualTo(2 * 3).And.EquivalentTo(ways.Select(way => (way.Item2, way.Item1))));
    }

    /// <summary>Which also says that the roles may do nothing that is not needed.</summary>
    [Test]
    public void Nothing_can_be_taken_away()
    {
        var ways = Replication.Of(SynthesizedStack.Default).ToArray();
        Mutant[] mutants = [.. ways.SelectMany(PermissionMutants), .. ways.SelectMany(TrustMutants), .. ways.SelectMany(ConfigurationMutants)];

        var alive = mutants.Where(mutant => !Complaints(SynthesizedStack.Default.Broken(mutant.Change)).Any()).Select(mutant => mutant.Name).ToArray();

        TestContext.Out.WriteLine($"{mutants.Length - alive.Length} of {mutants.Length} mutants were found.");
        Assert.That(alive, Is.Empty);
        Assert.That(mutants, Has.Length.GreaterThan(200));
    }

    private static IEnumerable<string> Complaints(SynthesizedStack stack) => Replication.Of(stack).SelectMany(way => way.Complaints());

    /// <summary>Each action, each resource and each value of a condition: without it, and with another in its place.</summary>
    private static IEnumerable<Mutant> PermissionMutants(Replication way)
    {
        var policy = SynthesizedStack.Default.Elements.Single(element =>
            element.Type == "aws_iam_role_policy" && element.Text("role") == $"${{{way.Role.Address}.id}}");
        var document = SynthesizedStack.Default.Referenced(policy.Text("policy")!);
        foreach (var (index, statement) in document.Body["statement"]!.AsArray().Index())
        {
            var name = $"{way.Role} {statement!["sid"]}";
            foreach (var path in Lists(statement.AsObject()))
            {
                for (var item = 0; item < List(statement, path).Count; item++)
                {
                    var (list, at) = (path, item);
                    yield return new($"{name}: without {string.Join('/', list)} {at}", file => List(Statement(file), list).RemoveAt(at));
                    yield return new($"{name}: other {string.Join('/', list)} {at}", file => List(Statement(file), list)[at] = $"other-{List(Statement(file), list)[at]}");
                }
            }

            yield return new($"{name}: denied", file => Statement(file)["effect"] = "Deny");
            yield return new($"{name}: under one more condition", file =>
            {
                var conditions = Statement(file)["condition"]?.AsArray() ?? [];
                Statement(file)["condition"] = new JsonArray(
                [
                    .. conditions.Select(condition => condition!.DeepClone()),
                    new JsonObject { ["test"] = "StringEquals", ["variable"] = "aws:SourceVpc", ["values"] = new JsonArray("vpc-1") },
                ]);
            });

            JsonNode Statement(JsonObject file) => Body(file, document)["statement"]![index]!;
        }
    }

    private static IEnumerable<Mutant> TrustMutants(Replication way)
    {
        var trust = SynthesizedStack.Default.Referenced(way.Role.Text("assume_role_policy")!);
        yield return new($"{way.Role}: another service", file => Principal(file)["identifiers"] = new JsonArray("lambda.amazonaws.com"));
        yield return new($"{way.Role}: no service", file => Principal(file)["type"] = "AWS");
        yield return new($"{way.Role}: a condition that S3 does not meet", file => Body(file, trust)["statement"]![0]!["condition"] = new JsonArray(
            new JsonObject { ["test"] = "StringEquals", ["variable"] = "aws:SourceAccount", ["values"] = new JsonArray("1") }));

        JsonNode Principal(JsonObject file) => Body(file, trust)["statement"]![0]!["principals"]![0]!;
    }

    private static IEnumerable<Mutant> ConfigurationMutants(Replication way)
    {
        var configuration = SynthesizedStack.Default.Elements.Single(element =>
            element.Type == "aws_s3_bucket_replication_configuration" && element.Text("bucket") == $"${{{way.Source.Address}.id}}");
        string[] switches = ["", "delete_marker_replication", "source_selection_criteria/sse_kms_encrypted_objects", "source_selection_criteria/replica_modifications", "destination/metrics", "destination/replication_time"];
        foreach (var path in switches)
        {
            yield return Rule($"{path} off", rule => At(rule, path)["status"] = "Disabled");
        }

        foreach (var path in switches.Skip(1).Append("source_selection_criteria").Append("destination/encryption_configuration").Append("filter"))
        {
            yield return Rule($"without {path}", rule => At(rule, string.Join('/', path.Split('/')[..^1])).Remove(path.Split('/')[^1]));
        }

        var keys = SynthesizedStack.Default.Elements.Where(element => element.Type == "aws_kms_key").Select(element => $"${{{element.Address}.arn}}");
        foreach (var key in keys.Where(key => key != At(configuration.Body["rule"]![0]!.AsObject(), "destination/encryption_configuration")["replica_kms_key_id"]!.GetValue<string>()))
        {
            yield return Rule($"under {key}", rule => At(rule, "destination/encryption_configuration")["replica_kms_key_id"] = key);
        }

        yield return Rule("under a key of AWS's own", rule => At(rule, "destination/encryption_configuration")["replica_kms_key_id"] = "alias/aws/s3");
        yield return Rule("to itself", rule => At(rule, "destination")["bucket"] = $"${{{way.Source.Address}.arn}}");
        yield return Rule("of a part", rule => rule["filter"] = new JsonObject { ["prefix"] = "2026/" });
        for (var index = 0; index < configuration.Body["depends_on"]!.AsArray().Count; index++)
        {
            var at = index;
            yield return new($"{configuration}: does not wait for {configuration.Body["depends_on"]![at]}", file => Body(file, configuration)["depends_on"]!.AsArray().RemoveAt(at));
        }

        foreach (var versioning in SynthesizedStack.Default.Elements.Where(element => element.Type == "aws_s3_bucket_versioning" && element.Text("bucket") == $"${{{way.Source.Address}.id}}"))
        {
            yield return new($"{versioning}: suspended", file => Body(file, versioning)["versioning_configuration"]!["status"] = "Suspended");
            yield return new($"{versioning}: gone", file => file["resource"]![versioning.Type]!.AsObject().Remove(versioning.LogicalId));
        }

        Mutant Rule(string name, Action<JsonObject> change) =>
            new($"{configuration}: {name}", file => change(Body(file, configuration)["rule"]![0]!.AsObject()));
    }

    /// <summary>Where a statement has lists.</summary>
    private static IEnumerable<object[]> Lists(JsonObject statement) =>
        [["actions"], ["resources"], .. (statement["condition"]?.AsArray() ?? []).Index().Select(condition => new object[] { "condition", condition.Index, "values" })];

    private static JsonArray List(JsonNode statement, object[] path) =>
        path.Aggregate(statement, (node, step) => step is int index ? node[index]! : node[(string)step]!).AsArray();

    private static JsonObject At(JsonObject rule, string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(rule, (node, name) => node[name]!.AsObject());

    private static JsonObject Body(JsonObject file, Element element) => file[element.Kind]![element.Type]![element.LogicalId]!.AsObject();

    private sealed record Mutant(string Name, Action<JsonObject> Change);
}
