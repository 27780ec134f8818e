using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using PaymentDr;
using PaymentDr.Tests;

// What a validation costs in the published program, beside a Python handler that answers the same, over the same runtime API. Every
// round runs each once, in turn; the table shows medians.
const int WarmUp = 500;
var invocations = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2_000;
var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 15;

using var folder = new TemporaryFolder();
ZipFile.ExtractToDirectory(FunctionPackage.Ensure(Repository.Root, "linux-x64", Console.Error.WriteLine), folder.Path);

Contender bootstrap;
Contender python;
try
{
    bootstrap = new Contender("bootstrap", folder.PathOf("bootstrap"));
    python = PythonTool.Find().Run(Path.Combine(AppContext.BaseDirectory, "runtime.py"));
    await Agreement.CheckAsync(bootstrap, python);
}
catch (InvalidOperationException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}

Contender[] contenders = [bootstrap, python];
var runs = contenders.ToDictionary(contender => contender, _ => new List<Measurement>());
for (var round = -1; round < rounds; round++)
{
    foreach (var contender in contenders)
    {
        var measured = await MeasureAsync(contender);
        if (round >= 0)
        {
            runs[contender].Add(measured);
        }
    }
}

Console.WriteLine("| validation | first response ms | python / it | per second | it / python | CPU µs | python / it | peak MB | python / it |");
Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
foreach (var (contender, run) in runs)
{
    var ratios = run.Zip(runs[python]).ToArray();
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {contender.Name} | {Median(run.Select(it => it.FirstResponse)):0} | {Median(ratios.Select(it => it.Second.FirstResponse / it.First.FirstResponse)):0.00} "
        + $"| {Median(run.Select(it => it.PerSecond)):0} | {Median(ratios.Select(it => it.First.PerSecond / it.Second.PerSecond)):0.00} "
        + $"| {Median(run.Select(it => it.Cpu)):0} | {Median(ratios.Select(it => it.Second.Cpu / it.First.Cpu)):0.00} "
        + $"| {Median(run.Select(it => it.Memory)):0} | {Median(ratios.Select(it => it.Second.Memory / it.First.Memory)):0.00} |"));
}

return 0;

async Task<Measurement> MeasureAsync(Contender contender)
{
    var start = Stopwatch.GetTimestamp();
    await using var function = contender.Start(out var first);
    await first;
    var firstResponse = Stopwatch.GetElapsedTime(start);

    await ServeAsync(function, WarmUp);
    var before = function.Cpu;
    start = Stopwatch.GetTimestamp();
    await ServeAsync(function, invocations);
    var time = Stopwatch.GetElapsedTime(start);

    return new Measurement(
        firstResponse.TotalMilliseconds,
        invocations / time.TotalSeconds,
        (function.Cpu - before).TotalMicroseconds / invocations,
        function.PeakMemory);
}

static async Task ServeAsync(RunningFunction function, int events)
{
    for (var number = 0; number < events; number++)
    {
        await function.Lambda.InvokeAsync(Events.Valid(number));
    }
}

static double Median(IEnumerable<double> values)
{
    var sorted = values.Order().ToArray();
    return sorted[sorted.Length / 2];
}

/// <summary>One process of one contender.</summary>
/// <param name="FirstResponse">From its start, in ms.</param>
/// <param name="Cpu">For one invocation, in µs.</param>
/// <param name="Memory">At its peak, in MB.</param>
internal sealed record Measurement(double FirstResponse, double PerSecond, double Cpu, double Memory);
