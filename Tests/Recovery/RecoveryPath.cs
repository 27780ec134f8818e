using System.Text.Json.Nodes;
using PaymentDr.Tests.Permissions;
using PaymentDr.Tests.Workflows;

namespace PaymentDr.Tests.Recovery;

/// <summary>When something is touched.</summary>
internal enum Phase
{
    Detecting,
    Deciding,
    FailingOver,
    Afterwards,
}

/// <summary>
/// All that is touched when a region is lost and the other one goes on: from what starts there by itself or by people, along every reference, grant
/// and recorded call, as far as it leads.
/// </summary>
internal sealed class RecoveryPath
{
    private readonly SynthesizedStack _stack;
    private readonly Things _things;
    private readonly Policies _policies;
    private readonly Arns _arns;
    private readonly ILookup<string, Element> _parts;
    private readonly ILookup<string, Call> _asked;
    private readonly Dictionary<Thing, Touch[]> _touches = [];

    /// <param name="survivor">As providers call the region that goes on.</param>
    private RecoveryPath(SynthesizedStack stack, string survivor, Policies policies, ILookup<string, Call> asked)
    {
        (_stack, Survivor, Here) = (stack, survivor, stack.RegionOf(survivor));
        (_things, _policies, _arns, _asked) = (new Things(stack, Here), policies, new Arns(stack), asked);
        _parts = (
            from element in stack.Elements
            where element.Kind == "resource" && ElementTypes.PartBy(element) is { } argument && element.Text(argument) is not null
            from thing in _things.In(element.Text(ElementTypes.PartBy(element)!)!)
            let whole = thing.Element
            where whole is not null
            select (whole.Address, element)).ToLookup(part => part.Address, part => part.element);
        Roots = [.. stack.Elements.Where(element => element.Kind == "resource").SelectMany(FindRoot)];
        Reached = Enum.GetValues<Phase>().ToDictionary(phase => phase, phase => Follow(phase));
    }

    /// <summary>When the primary is lost, and when the secondary is.</summary>
    public static IReadOnlyList<RecoveryPath> Of(SynthesizedStack stack)
    {
        var policies = Policies.Of(stack);
        var asked = AllCalls.Of(stack).Where(call => call.By is Caller.Role).ToLookup(call => ((Caller.Role)call.By).Arn);
        return [.. new[] { "secondary", "primary" }.Select(survivor => new RecoveryPath(stack, survivor, policies, asked))];
    }

    public string Survivor { get; }

    public string Here { get; }

    public IReadOnlyList<(Phase Phase, Thing Thing)> Roots { get; }

    /// <summary>Each thing with the touch that led to it; none leads to a root.</summary>
    public IReadOnlyDictionary<Phase, IReadOnlyDictionary<Thing, Touch?>> Reached { get; }

    /// <summary>What is touched and is not here.</summary>
    public IEnumerable<(Phase Phase, Touch Touch)> Outside =>
        from phase in Reached
        from thing in phase.Value.Keys.Where(thing => !BelongsElsewhere(thing, phase.Key))
        from touch in TouchesOf(thing)
        where !IsHere(touch.To)
        select (phase.Key, touch);

    public IEnumerable<string> Faults() =>
        (from reach in Outside
         where !IsDoneWithout(reach.Touch)
         select $"{Survivor} goes on, {Words(reach.Phase)}: {Way(reach.Phase, reach.Touch)} in {reach.Touch.To.Region}")
        .Concat(
            from role in ReachedOf("aws_iam_role")
            from action in Actions(role.Element)
            where GlobalControlPlanes.Includes(action)
            select $"{Survivor} goes on, {Words(role.Phase)}: {Way(role.Phase, role.Thing)} > {action}, which is served by a global control plane")
        .Concat(
            from machine in ReachedOf("aws_sfn_state_machine")
            where IsRoot(machine.Thing)
            from state in Tasks(machine.Element)
            where GlobalControlPlanes.Includes(ActionOf(state.Value!))
            select $"{Survivor} goes on, {Words(machine.Phase)}: {Way(machine.Phase, machine.Thing)} > state {state.Key} > {ActionOf(state.Value!)}, which is served by a global control plane");

    /// <summary>Programs and workflows here that nothing of it starts.</summary>
    public IEnumerable<string> LeftOut() =>
        from element in _stack.Elements
        where element.Type is "aws_lambda_function" or "aws_sfn_state_machine" or "aws_ecs_service" && _stack.RegionOf(element) == Here
        let thing = _things.Of(element)
        where !Reached.Values.Any(reached => reached.ContainsKey(thing) && (element.Type != "aws_sfn_state_machine" || IsRoot(thing)))
        select thing.Name;

    public ToleratedAbsence? Tolerance(Touch touch) =>
        ToleratedAbsence.All.FirstOrDefault(tolerated => tolerated.Covers(touch) && (tolerated.Survivor ?? Survivor) == Survivor && HasWhatItRequires(tolerated));

    private IEnumerable<(Phase Phase, Thing Thing, Element Element)> ReachedOf(string type) =>
        from phase in Reached
        from thing in phase.Value.Keys
        let element = thing.Element
        where element?.Type == type
        select (phase.Key, thing, element);

    private bool IsHere(Thing thing) => thing.Region == Here || thing.Region == Thing.Global;

    private bool BelongsElsewhere(Thing thing, Phase phase) => Roots.Any(root => root.Thing == thing && root.Phase != phase);

    private bool IsRoot(Thing thing) => Roots.Any(root => root.Thing == thing);

    /// <summary>What a role may touch is done without where all that the workflow does to it is.</summary>
    private bool IsDoneWithout(Touch touch) => touch.IsCaught || Tolerance(touch) is not null
        || (touch.From.Kind == "role" && CaughtBy(touch.From).Where(caught => caught.To == touch.To).ToArray() is { Length: > 0 } states && states.All(state => state.IsCaught));

    private IEnumerable<Touch> CaughtBy(Thing role) =>
        from root in Roots
        where root.Thing.Element!.Type == "aws_sfn_state_machine" && _things.In(root.Thing.Element.Text("role_arn")!).Contains(role)
        from touch in TouchesOf(root.Thing)
        where touch.Way.StartsWith("state ", StringComparison.Ordinal)
        select touch;

    private bool HasWhatItRequires(ToleratedAbsence tolerated) => tolerated.Requires is not var (variable, value)
        || (from element in _stack.Elements
            where element.Type is "aws_lambda_function" or "aws_ecs_task_definition" && _stack.RegionOf(element) == Here && tolerated.IsOf(_things.Of(element))
            from argument in Arguments.Of(element)
            where argument.Way.EndsWith($".{variable}", StringComparison.Ordinal)
            select argument.Text).Contains(value);

    private IEnumerable<(Phase Phase, Thing Thing)> FindRoot(Element element)
    {
        var isHere = _stack.RegionOf(element) == Here;
        Phase? phase = element.Type switch
        {
            "aws_route53_health_check" => Phase.Detecting,
            "aws_cloudwatch_metric_alarm" when isHere => Phase.Detecting,
            "aws_cloudwatch_event_rule" when isHere && element.Text("schedule_expression") is not null && !StartsDrill(element) => PhaseOf(element),
            "aws_sfn_state_machine" when isHere && _things.Of(element).Name.EndsWith($"-{FailoverWorkflow.Purpose}", StringComparison.Ordinal) => Phase.FailingOver,
            "aws_route53_record" when _things.Of(element).Region == Here => Phase.Afterwards,
            "aws_pipes_pipe" or "aws_lambda_event_source_mapping" or "aws_ecs_service" or "aws_backup_selection" or "aws_config_configuration_recorder_status" when isHere =>
                Phase.Afterwards,
            _ => null,
        };
        return phase is null ? [] : [(phase.Value, _things.Of(element))];
    }

    /// <summary>Which refuses to begin while anything is lost, and is held again another day.</summary>
    private bool StartsDrill(Element rule) => _parts[rule.Address].Any(target => target.Text("arn")!.Contains(":automation-definition/", StringComparison.Ordinal));

    /// <summary>By the function that a schedule starts.</summary>
    private Phase PhaseOf(Element rule) => string.Join(' ', _parts[rule.Address].SelectMany(target => _things.In(target.Text("arn") ?? "")).Select(ToleratedAbsence.PurposeOf)) switch
    {
        "probe" => Phase.Detecting,
        "decide" => Phase.Deciding,
        _ => Phase.Afterwards,
    };

    private IReadOnlyDictionary<Thing, Touch?> Follow(Phase phase)
    {
        var (own, others) = (RootsOf(isOwn: true), RootsOf(isOwn: false));
        var reached = own.ToDictionary(root => root, _ => (Touch?)null);
        var open = new Queue<Thing>(own);
        while (open.TryDequeue(out var thing))
        {
            // What is not here is a fault or done without: either way nothing behind it matters.
            foreach (var touch in TouchesOf(thing).Where(touch => touch.IsFollowed && IsHere(touch.To)))
            {
                // What stands for itself in another phase is followed there.
                if (reached.TryAdd(touch.To, touch) && !others.Contains(touch.To))
                {
                    open.Enqueue(touch.To);
                }
            }
        }

        return reached;

        HashSet<Thing> RootsOf(bool isOwn) => [.. Roots.Where(root => root.Phase == phase == isOwn).Select(root => root.Thing)];
    }

    private Touch[] TouchesOf(Thing thing)
    {
        if (!_touches.TryGetValue(thing, out var touches))
        {
            _touches[thing] = touches = thing.Element is null ? [] : [.. Touches(thing, thing.Element).Where(touch => touch.To != thing).Distinct()];
        }

        return touches;
    }

    private IEnumerable<Touch> Touches(Thing thing, Element element) =>
    [
        .. element.Type switch
        {
            "aws_sfn_state_machine" when !IsRoot(thing) => [],
            "aws_sfn_state_machine" => ByArguments(thing, element, except: "definition.").Concat(ByStates(thing, element)),
            "aws_lambda_function" => ByArguments(thing, element, except: "s3_bucket.").Concat(ByCode(thing, element)),
            "aws_cloudwatch_metric_alarm" => ByArguments(thing, element).Select(touch => touch with { IsFollowed = !touch.Way.StartsWith("dimensions", StringComparison.Ordinal) }),
            "aws_route53_health_check" when element.Text("fqdn") is { } door => ByArguments(thing, element, except: "fqdn.").Concat(Look(thing, door)),
            "aws_iam_role" => ByRole(thing, element),
            _ when Things.Replicas(element).Any() => ByReplica(thing, element),
            _ => ByArguments(thing, element),
        },
        .. from part in _parts[element.Address]
           where _stack.RegionOf(part) == thing.Region
           select new Touch(thing, "has", _things.Of(part)),
    ];

    private IEnumerable<Touch> ByArguments(Thing thing, Element element, string except = " ") =>
        from argument in Arguments.Of(element)
        where !$"{argument.Way}.".StartsWith(except, StringComparison.Ordinal)
        from to in _things.In(argument.Text)
        select new Touch(thing, argument.Way, to);

    private IEnumerable<Touch> ByReplica(Thing thing, Element element) =>
        from argument in _stack.RegionOf(element) == thing.Region
            ? Arguments.Of(element).Where(argument => !argument.Way.StartsWith("replica", StringComparison.Ordinal))
            : Things.ReplicasOf(element).Where(replica => Things.RegionOf(replica) == thing.Region).SelectMany(replica => Arguments.Of(replica, "replica"))
        from to in _things.In(argument.Text)
        select new Touch(thing, argument.Way, to);

    private IEnumerable<Touch> ByStates(Thing machine, Element element)
    {
        foreach (var state in Tasks(element))
        {
            var isCaught = Catches.GoOn(element.States(), state.Value!);
            foreach (var (way, text) in Arguments.Of(state.Value!["Parameters"], $"state {state.Key}"))
            {
                foreach (var to in _things.In(text))
                {
                    yield return new Touch(machine, way, to) { IsCaught = isCaught };
                }
            }

            var action = ActionOf(state.Value);
            yield return new Touch(machine, $"state {state.Key}", new("endpoint", action.Split(':')[0], Here)) { IsCaught = isCaught };
        }
    }

    /// <summary>Lambda keeps what it was given with a deployment; from a bucket it is copied as well, and from a repository it is fetched again.</summary>
    private IEnumerable<Touch> ByCode(Thing function, Element element) => element.Text("s3_bucket") is { } bucket
        ? (bucket.Contains("${", StringComparison.Ordinal) ? _things.In(bucket) : _things.Bucket(bucket)).Select(to => new Touch(function, "s3_bucket", to with { Kind = "artefact" }))
        : element.Text("filename") is { } file ? [new Touch(function, "filename", new("artefact", file, function.Region))] : [];

    private IEnumerable<Touch> Look(Thing check, string door) =>
        (door.Contains("${", StringComparison.Ordinal) ? _things.In(door) : _things.Behind(door)).Select(to => new Touch(check, "fqdn", to) { IsFollowed = false });

    /// <summary>What it may touch, and what it was seen to ask for.</summary>
    private IEnumerable<Touch> ByRole(Thing role, Element element)
    {
        var arn = _arns.Of(element);
        foreach (var statement in Granted(arn))
        {
            foreach (var resource in statement.Resources.Where(resource => resource != "*"))
            {
                foreach (var to in _things.At(resource))
                {
                    yield return new Touch(role, $"may {string.Join(", ", statement.Actions)}", to) { IsFollowed = !resource.Contains('*', StringComparison.Ordinal) };
                }
            }
        }

        foreach (var call in _asked[arn].Where(_ => !IsOfWorkflow(element)))
        {
            foreach (var to in call.Resource == "*" ? [] : _things.At(call.Resource))
            {
                yield return new Touch(role, $"asks {call.Action}", to);
            }

            // By RegionalClientLaws what names no region is asked of the caller's own.
            if (call.Resource.Split(':') is not [_, _, _, { Length: > 0 } named, ..] || named == Here)
            {
                yield return new Touch(role, $"asks {call.Action}", new("endpoint", call.Action.Split(':')[0], _stack.RegionOf(element)));
            }
        }
    }

    /// <summary>Its states say it, and what happens when they fail.</summary>
    private bool IsOfWorkflow(Element role) => _stack.Elements.Any(element => element.Type == "aws_sfn_state_machine" && element.Text("role_arn")!.Contains($"{role.Address}.", StringComparison.Ordinal));

    private IEnumerable<Statement> Granted(string role) => _policies.Statements.Where(statement => statement is { IsOfRole: true, Denies: false } && statement.Holder == role);

    private IEnumerable<string> Actions(Element role) => Granted(_arns.Of(role)).SelectMany(statement => statement.Actions).Concat(_asked[_arns.Of(role)].Select(call => call.Action)).Distinct();

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Tasks(Element machine) => machine.States().Where(state => (string)state.Value!["Type"]! == "Task");

    /// <summary>arn:aws:states:::aws-sdk:rds:failoverGlobalCluster is rds:failoverGlobalCluster.</summary>
    private static string ActionOf(JsonNode state) => string.Join(':', ((string)state["Resource"]!).Split(':')[^2..]);

    private string Way(Phase phase, Touch touch) => $"{Way(phase, touch.From)} > {touch.Way} > {touch.To}";

    private string Way(Phase phase, Thing thing) => Reached[phase][thing] is { } touch ? Way(phase, touch) : thing.ToString();

    private static string Words(Phase phase) => phase is Phase.FailingOver ? "failing over" : phase.ToString().ToLowerInvariant();
}
