using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using PaymentDr.Payments;

// What the domain itself costs per payment, beside the cost of only parsing the same body as JSON. Every round runs each variant
// once, in turn, on the same requests; the table shows medians.
var payments = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20_000;
var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 15;

var requests = Enumerable.Range(0, payments).Select(number => (
    Key: string.Create(CultureInfo.InvariantCulture, $"order-{number:00000000}"),
    Body: Encoding.UTF8.GetBytes($$"""{"amount":{{number + 1}},"currency":"EUR","payer":"tok_payer_{{number}}","payee":"tok_payee"}"""))).ToArray();
var (local, peer) = (new MemoryLedger(Site.Primary), new MemoryLedger(Site.Secondary));
var acceptance = new Acceptance(local, peer, PeerLossPolicy.Accept, TimeProvider.System);

(string Name, Func<(string Key, byte[] Body), int> Work)[] variants =
[
    ("parse the JSON only", Parse),
    ("read the request", request => Read(request).Amount.Currency.Exponent),
    ("accept, new", Accept),
    ("accept, repeated", Accept),
];

var runs = variants.ToDictionary(variant => variant.Name, _ => new List<(double Time, double Bytes)>());
for (var round = -3; round < rounds; round++)
{
    local.Clear();
    peer.Clear();
    foreach (var (name, work) in variants)
    {
        var measured = Measure(work);
        if (round >= 0)
        {
            runs[name].Add(measured);
        }
    }
}

Console.WriteLine("| per payment | µs | time / parsing | bytes | bytes / parsing |");
Console.WriteLine("|---|---|---|---|---|");
var baseline = runs[variants[0].Name];
foreach (var (name, _) in variants)
{
    var run = runs[name];
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {Median(run.Select(each => each.Time)):0.00} | {Median(run.Zip(baseline, (each, parsing) => each.Time / parsing.Time)):0.0} | {Median(run.Select(each => each.Bytes)):0} | {Median(run.Zip(baseline, (each, parsing) => each.Bytes / parsing.Bytes)):0.0} |"));
}

return;

(double Time, double Bytes) Measure(Func<(string Key, byte[] Body), int> work)
{
    GC.Collect();
    var bytes = GC.GetAllocatedBytesForCurrentThread();
    var start = Stopwatch.GetTimestamp();
    var sum = 0;
    foreach (var request in requests)
    {
        sum += work(request);
    }

    var time = Stopwatch.GetElapsedTime(start);
    return sum == 0 ? throw new InvalidOperationException("Nothing was done.")
        : (time.TotalMicroseconds / payments, (double)(GC.GetAllocatedBytesForCurrentThread() - bytes) / payments);
}

static int Parse((string Key, byte[] Body) request)
{
    using var document = JsonDocument.Parse(request.Body);
    return document.RootElement.GetProperty("amount").GetInt32();
}

static Payment Read((string Key, byte[] Body) request) =>
    PaymentReader.Read("merchant", request.Key, request.Body).IsValid(out var payment) ? payment : throw new InvalidOperationException("Refused.");

// The ledger answers at once, so nothing is waited for.
int Accept((string Key, byte[] Body) request) =>
    Answer.To(acceptance.AcceptAsync(Read(request), CancellationToken.None).GetAwaiter().GetResult()).Status;

static double Median(IEnumerable<double> values)
{
    var sorted = values.Order().ToArray();
    return sorted[sorted.Length / 2];
}
