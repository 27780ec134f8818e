namespace PaymentDr.Tests.Permissions;

/// <summary>All that is asked of AWS in a stack: by what is defined in it, by the programs that run in it, and of keys because of either.</summary>
internal static class AllCalls
{
    public static IReadOnlyList<Call> Of(SynthesizedStack stack)
    {
        var keys = new KeyUse(stack);
        var functions = FunctionsByRole(stack);
        var calls = DefinedCalls.Of(stack).Concat(RecordedCalls.In(stack).Select(call => FromCode(call, functions)));
        return [.. calls.SelectMany(call => keys.For(call).Prepend(call))];
    }

    public static IReadOnlyDictionary<Caller, string> FunctionsByRole(SynthesizedStack stack)
    {
        var arns = new Arns(stack);
        return stack.Elements.Where(element => element.Type == "aws_lambda_function")
            .ToDictionary(function => (Caller)new Caller.Role(arns.Of(function.Text("role")!)), arns.Of);
    }

    /// <summary>Lambda says of what a function's code asks, and of nothing that it asks itself under the function's role.</summary>
    public static Call FromCode(Call call, IReadOnlyDictionary<Caller, string> functions) =>
        functions.TryGetValue(call.By, out var function) ? call.With("lambda:SourceFunctionArn", function) : call;
}
