using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using PaymentDr;
using PaymentDr.Tests;

// What a validation costs in the published program, beside a Python handler that answers the same, over the same runtime API. Every
// round starts each once; then they serve in short turns, so that what else the machine does meets them all. The table shows medians.
const int WarmUp = 300;
const int Turn = 100;
var invocations = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2_000;
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

var firstResponse = new Metric("start to first response, ms", contenders.Length);
var firstCpu = new Metric("CPU until then, ms", contenders.Length);
var rate = new Metric("events per second", contenders.Length, moreIsBetter: true);
var cpu = new Metric("CPU of an event, µs", contenders.Length);
var memory = new Metric("memory at its peak, MB", contenders.Length);
for (var round = 0; round < rounds; round++)
{
    await RunAsync();
}

Console.WriteLine($"| validations | {string.Join(" | ", contenders.Select(it => it.Name))} | {string.Join(" | ", contenders[1..].Select(it => $"better than {it.Name}"))} |");
Console.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---|", (contenders.Length * 2) - 1))}");
foreach (var metric in new[] { firstResponse, firstCpu, rate, cpu, memory })
{
    Console.WriteLine(metric.ToRow());
}

return 0;

async Task RunAsync()
{
    var functions = new List<RunningFunction>();
    try
    {
        for (var contender = 0; contender < contenders.Length; contender++)
        {
            var start = Stopwatch.GetTimestamp();
            functions.Add(contenders[contender].Start(out var first));
            await first;
            firstResponse.Add(contender, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            firstCpu.Add(contender, functions[contender].Cpu.TotalMilliseconds);
            await ServeAsync(functions[contender], WarmUp);
        }

        var before = functions.Select(function => function.Cpu).ToArray();
        for (var served = 0; served < invocations; served += Turn)
        {
            for (var contender = 0; contender < contenders.Length; contender++)
            {
                rate.Add(contender, Turn / (await ServeAsync(functions[contender], Turn)).TotalSeconds);
            }
        }

        for (var contender = 0; contender < contenders.Length; contender++)
        {
            cpu.Add(contender, (functions[contender].Cpu - before[contender]).TotalMicroseconds / invocations);
            memory.Add(contender, functions[contender].PeakMemory);
        }
    }
    finally
    {
        foreach (var function in functions)
        {
            await function.DisposeAsync();
        }
    }
}

// One after the other, as Lambda does.
static async Task<TimeSpan> ServeAsync(RunningFunction function, int events)
{
    var start = Stopwatch.GetTimestamp();
    for (var number = 0; number < events; number++)
    {
        await function.Lambda.InvokeAsync(Events.Valid(number));
    }

    return Stopwatch.GetElapsedTime(start);
}
