using System.Text.Json.Nodes;
using PaymentDr.Tests.Runtime;

/// <summary>Whether two contenders answer the same: otherwise comparing their times says nothing.</summary>
internal static class Agreement
{
    /// <exception cref="InvalidOperationException">They do not.</exception>
    public static async Task CheckAsync(Contender one, Contender other)
    {
        await using var left = one.Start();
        await using var right = other.Start();
        foreach (var request in Events.All())
        {
            var (ours, theirs) = (await left.Lambda.InvokeAsync(request), await right.Lambda.InvokeAsync(request));
            if (ours.Kind != theirs.Kind || !JsonNode.DeepEquals(Content(ours), Content(theirs)))
            {
                throw new InvalidOperationException($"{request}\n{one.Name}: {ours.Kind} {ours.Body}\n{other.Name}: {theirs.Kind} {theirs.Body}");
            }
        }
    }

    /// <summary>What it means: its body is JSON too, which may be spelled otherwise.</summary>
    private static JsonNode Content(Reply reply)
    {
        var answer = JsonNode.Parse(reply.Body)!;
        answer["body"] = JsonNode.Parse(answer["body"]?.GetValue<string>() ?? "null");
        return answer;
    }
}
