using System.Text.Json.Nodes;

namespace PaymentDr;

/// <summary>States in the order in which they are passed when nothing goes wrong, and what else there is.</summary>
/// <param name="seconds">A run that takes longer is ended.</param>
public sealed class WorkflowDefinition(string comment, int seconds)
{
    private readonly List<WorkflowState> _states = [];

    /// <exception cref="InvalidOperationException">A state is there twice, or leads to one that is not there.</exception>
    public JsonObject ToJson()
    {
        var names = _states.Select(state => state.Name).ToHashSet();
        var targets = _states.SelectMany((state, index) => state.Targets(Following(index))).Append(_states[0].Name).ToHashSet();
        if (names.Count < _states.Count || !names.SetEquals(targets))
        {
            throw new InvalidOperationException(
                $"{comment}: states that are there twice, that nothing leads to or that are missing: "
                + string.Join(", ", names.Except(targets).Concat(targets.Except(names)).Concat(_states.GroupBy(state => state.Name).Where(same => same.Count() > 1).Select(same => same.Key))));
        }

        return new()
        {
            ["Comment"] = comment,
            ["StartAt"] = _states[0].Name,
            ["TimeoutSeconds"] = seconds,
            ["States"] = new JsonObject(_states.Select((state, index) => KeyValuePair.Create(state.Name, (JsonNode?)state.ToJson(Following(index))))),
        };
    }

    public void Add(params IEnumerable<WorkflowState> states) => _states.AddRange(states);

    private string? Following(int index) => index + 1 < _states.Count ? _states[index + 1].Name : null;
}
