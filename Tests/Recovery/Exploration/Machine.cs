using System.Text.Json.Nodes;
using PaymentDr.Payments;
using PaymentDr.Tests.Workflows;

namespace PaymentDr.Tests.Recovery.Exploration;

/// <summary>Where a run stands, and what it knows.</summary>
/// <param name="At">The number of a task or a wait; what is between them takes no time.</param>
/// <param name="Known">The number of what it knows.</param>
internal readonly record struct Position(short At, int Known)
{
    public static readonly Position Nowhere = new(-1, -1);

    public bool IsRunning => At >= 0;
}

/// <summary>What a task asks for.</summary>
/// <param name="Of">The function, or the service.</param>
internal sealed record Request(string Of, string? Step, Site? Site, Epoch? Epoch);

/// <summary>Where a run goes: on, or to its end. Without a name an end is a fault.</summary>
internal readonly record struct Next(Position Position, string? End);

/// <summary>A definition of the synthesized file, read once: every way through it is remembered.</summary>
internal sealed class Machine
{
    private readonly WorkflowLanguage _language;
    private readonly Func<string, string> _functionOf;
    private readonly string[] _states;
    private readonly List<string> _known = [];
    private readonly Dictionary<string, int> _numbers = [];
    private readonly Dictionary<(Position, string), Next> _ways = [];
    private readonly Dictionary<Position, Request> _requests = [];

    public Machine(Site site, JsonObject definition, Func<string, string> functionOf)
    {
        (Site, _language, _functionOf) = (site, new WorkflowLanguage(definition), functionOf);
        _states = [.. definition["States"]!.AsObject().Select(state => state.Key)];
    }

    /// <summary>Where it runs.</summary>
    public Site Site { get; }

    public Next Start(JsonObject input) => Pass(_language.Start, input);

    public string StateOf(Position position) => _states[position.At];

    public bool IsWaiting(Position position) => _language.TypeOf(StateOf(position)) == "Wait";

    /// <summary>Whether a failed task is tried again first.</summary>
    public bool IsTriedAgain(Position position, string error) => _language.RetryOf(StateOf(position), new TaskFailure(error, "")) is { } retry && (int)retry["MaxAttempts"]! > 0;

    public Request RequestOf(Position position)
    {
        if (!_requests.TryGetValue(position, out var request))
        {
            request = _requests[position] = Read(StateOf(position), KnownAt(position));
        }

        return request;
    }

    public Next Waited(Position position) => Remember(position, "", () => Pass(_language.After(StateOf(position), KnownAt(position)), KnownAt(position)));

    public Next Answered(Position position, string answer) => Remember(position, answer, () =>
    {
        var (next, known) = _language.Answered(StateOf(position), KnownAt(position), JsonNode.Parse(answer)!);
        return Pass(next, known);
    });

    public Next Failed(Position position, string error) => Remember(
        position,
        error,
        () => _language.Caught(StateOf(position), KnownAt(position), new TaskFailure(error, "")) is var (next, known) ? Pass(next, known) : new(Position.Nowhere, null));

    private Next Remember(Position position, string key, Func<Next> find)
    {
        if (!_ways.TryGetValue((position, key), out var next))
        {
            next = _ways[(position, key)] = find();
        }

        return next;
    }

    /// <summary>To where something takes time. What the language cannot go on from ends in no state.</summary>
    private Next Pass(string state, JsonObject known)
    {
        try
        {
            while (_language.TypeOf(state) is "Choice")
            {
                state = _language.After(state, known);
            }
        }
        catch (TaskFailure)
        {
            return new(Position.Nowhere, null);
        }

        return _language.TypeOf(state) is "Succeed" or "Fail" ? new(Position.Nowhere, state) : new(new((short)Array.IndexOf(_states, state), NumberOf(known)), null);
    }

    private JsonObject KnownAt(Position position) => JsonNode.Parse(_known[position.Known])!.AsObject();

    private int NumberOf(JsonObject known)
    {
        var text = known.ToJsonString();
        if (!_numbers.TryGetValue(text, out var number))
        {
            (number, _numbers[text]) = (_known.Count, _known.Count);
            _known.Add(text);
        }

        return number;
    }

    private Request Read(string task, JsonObject known)
    {
        var (resource, parameters) = _language.Asked(task, "run", known);
        if (resource != "arn:aws:states:::lambda:invoke")
        {
            return new(resource.Split(":::")[1], null, null, null);
        }

        var payload = parameters["Payload"]!;
        return new(
            _functionOf((string)parameters["FunctionName"]!),
            (string?)payload["step"],
            (string?)payload["site"] is { } site ? Enum.Parse<Site>(site) : null,
            payload["epoch"] is { } epoch ? new Epoch((int)epoch) : null);
    }
}
