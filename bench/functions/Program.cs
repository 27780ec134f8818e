using System.Globalization;
using System.IO.Compression;
using PaymentDr;
using PaymentDr.Tests;

// What a validation costs in the published program, beside a Python handler that answers the same, over the same runtime API. Every
// round starts each once, in turn, and has it serve the events twice: while it is new, and then. The table shows medians.
var invocations = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 4_000;
var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 9;

using var folder = new TemporaryFolder();
ZipFile.ExtractToDirectory(FunctionPackage.Ensure(Repository.Root, "linux-x64", Console.Error.WriteLine), folder.Path);

var bootstrap = new Contender("bootstrap", folder.PathOf("bootstrap"));
Contender python;
try
{
    python = PythonTool.Find().Run(Path.Combine(AppContext.BaseDirectory, "runtime.py"));
    await Agreement.CheckAsync(bootstrap, python);
}
catch (InvalidOperationException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}

var runs = new List<(Measurement Ours, Measurement Theirs)>();
for (var round = -1; round < rounds; round++)
{
    var run = (await Measurement.TakeAsync(bootstrap, invocations), await Measurement.TakeAsync(python, invocations));
    if (round >= 0)
    {
        runs.Add(run);
    }
}

Console.WriteLine("| a validation | bootstrap | python | bootstrap is better by |");
Console.WriteLine("|---|---|---|---|");
Print("start to first response, ms", it => it.FirstResponse);
Print("CPU until then, ms", it => it.FirstCpu);
Print($"per second, the first {invocations}", it => it.EarlyPerSecond, moreIsBetter: true);
Print($"per second, the next {invocations}", it => it.LatePerSecond, moreIsBetter: true);
Print("CPU of each of these, µs", it => it.LateCpu);
Print("memory at its peak, MB", it => it.Memory);
return 0;

void Print(string name, Func<Measurement, double> value, bool moreIsBetter = false) => Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"| {name} | {Median(runs.Select(run => value(run.Ours))):0} | {Median(runs.Select(run => value(run.Theirs))):0} | {Median(runs.Select(run => moreIsBetter ? value(run.Ours) / value(run.Theirs) : value(run.Theirs) / value(run.Ours))):0.00} |"));

static double Median(IEnumerable<double> values)
{
    var sorted = values.Order().ToArray();
    return sorted[sorted.Length / 2];
}
