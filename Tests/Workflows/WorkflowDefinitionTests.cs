using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Workflows;

[TestFixture]
public sealed class WorkflowDefinitionTests
{
    [Test]
    public void What_was_added_next_comes_next_where_nothing_else_is_said()
    {
        var definition = Define(Task("First", "Stopped"), new WaitState("Pause", 5), new SucceedState("Done"), new FailState("Stopped", "It did not work."));

        Assert.That((string)definition["StartAt"]!, Is.EqualTo("First"));
        Assert.That(definition["States"]!.AsObject().Select(state => (state.Key, (string?)state.Value!["Next"])), Is.EqualTo(new[]
        {
            ("First", "Pause"), ("Pause", "Done"), ("Done", null), ("Stopped", (string?)null),
        }));
    }

    [Test]
    public void A_state_that_nothing_leads_to_is_refused() => Refuses([new SucceedState("Done"), new SucceedState("Never")], "Never");

    [Test]
    public void A_state_that_leads_to_none_is_refused() => Refuses([Task("First", "Nowhere"), new SucceedState("Done")], "Nowhere");

    [Test]
    public void Two_states_of_one_name_are_refused() => Refuses([Task("Done", "Done"), new SucceedState("Done")], "Done");

    [Test]
    public void A_state_that_is_no_end_cannot_be_the_last() => Refuses([new WaitState("Pause", 5)], "Pause");

    /// <summary>What is awaited has its own number of tries, before whatever else is wrong.</summary>
    [Test]
    public void What_is_awaited_is_tried_again_by_itself()
    {
        var state = Define(Task("First", "Stopped") with { Awaits = new("NotYet", Times: 7, PauseSeconds: 3), Retries = 2 }, new SucceedState("Done"), new FailState("Stopped", ""))["States"]!["First"]!;

        Assert.That(
            state["Retry"]!.AsArray().Select(retry => ((string)retry!["ErrorEquals"]![0]!, (int)retry["MaxAttempts"]!, (int)retry["IntervalSeconds"]!)),
            Is.EqualTo(new[] { ("NotYet", 7, 3), ("States.ALL", 2, 1) }));
    }

    private static TaskState Task(string name, string onFailure) =>
        new(name) { Resource = "arn:aws:states:::sns:publish", Parameters = [], Seconds = 1, OnFailure = onFailure };

    private static JsonObject Define(params WorkflowState[] states)
    {
        var definition = new WorkflowDefinition("a test", 60);
        definition.Add(states);
        return definition.ToJson();
    }

    private static void Refuses(WorkflowState[] states, string name) => Assert.That(() => Define(states), Throws.InvalidOperationException.With.Message.Contains(name));
}
