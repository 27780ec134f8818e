using System.Globalization;
using System.IO.Compression;
using PaymentDr;
using PaymentDr.Tests;

// What a validation costs in the published program, beside a Python handler that answers the same, over the same runtime API. Every
// round starts each once, in turn, and has it serve the events twice: while it is new, and then. The tables show medians.
var invocations = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 4_000;
var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 9;

using var folder = new TemporaryFolder();
ZipFile.ExtractToDirectory(FunctionPackage.Ensure(Repository.Root, "linux-x64", Console.Error.WriteLine), folder.Path);

Contender[] contenders;
try
{
    var tool = PythonTool.Find();
    contenders =
    [
        new Contender("bootstrap", folder.PathOf("bootstrap")),
        tool.Run("python", AppContext.BaseDirectory, "http_client"),
        tool.Run("python, HTTP by hand", AppContext.BaseDirectory, "socket_client"),
    ];
    foreach (var python in contenders[1..])
    {
        await Agreement.CheckAsync(contenders[0], python);
    }
}
catch (InvalidOperationException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}

var runs = contenders.ToDictionary(contender => contender, _ => new List<Measurement>());
for (var round = -1; round < rounds; round++)
{
    foreach (var contender in contenders)
    {
        var measured = await Measurement.TakeAsync(contender, invocations);
        if (round >= 0)
        {
            runs[contender].Add(measured);
        }
    }
}

Console.WriteLine($"| a validation | {string.Join(" | ", contenders.Select(contender => contender.Name))} | {string.Join(" | ", contenders[1..].Select(contender => $"better than {contender.Name}"))} |");
Console.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---|", contenders.Length * 2 - 1))}");
Print("start to first response, ms", it => it.FirstResponse);
Print("CPU until then, ms", it => it.FirstCpu);
Print($"per second, the first {invocations}", it => it.EarlyPerSecond, moreIsBetter: true);
Print($"per second, the next {invocations}", it => it.LatePerSecond, moreIsBetter: true);
Print("CPU of each of these, µs", it => it.LateCpu);
Print("memory at its peak, MB", it => it.Memory);
return 0;

void Print(string name, Func<Measurement, double> value, bool moreIsBetter = false)
{
    var medians = contenders.Select(contender => string.Create(CultureInfo.InvariantCulture, $"{Median(runs[contender].Select(value)):0}"));
    var ratios = contenders[1..].Select(python => Median(runs[contenders[0]].Zip(
        runs[python], (ours, theirs) => moreIsBetter ? value(ours) / value(theirs) : value(theirs) / value(ours))));
    Console.WriteLine($"| {name} | {string.Join(" | ", medians)} | {string.Join(" | ", ratios.Select(ratio => ratio.ToString("0.00", CultureInfo.InvariantCulture)))} |");
}

static double Median(IEnumerable<double> values)
{
    var sorted = values.Order().ToArray();
    return sorted[sorted.Length / 2];
}
