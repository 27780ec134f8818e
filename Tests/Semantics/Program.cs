// Everything that could tell fast synthesis from stock synthesis: what it prints and what it writes must be the same
// with PAYMENTDR_STOCK_JSII=1 and without. FastSynthesisTests runs it both ways.
using PaymentDr.Semantics;

// A deputy of the stock runtime before and after the first generated construct: both live in one kernel.
var early = args.Contains("stock-first") ? new TagAspect("early") : null;

var app = new App();
var network = new NetworkStack(app, "network");
var service = new ServiceStack(app, "service", network);
Aspects.Of(network).Add(early ?? new TagAspect("early"));
Aspects.Of(service).Add(new TagAspect("late"));
Refusals.Try(network);
if (args.Contains("asset"))
{
    File.WriteAllText(Path.Combine(Directory.CreateDirectory("files").FullName, "a file"), "in an asset");
    _ = new TerraformAsset(network, "asset", new TerraformAssetConfig { Path = Path.GetFullPath("files"), Type = AssetType.ARCHIVE });
}

app.Synth();
if (args.Contains("fail"))
{
    throw new InvalidOperationException("as asked for");
}

if (args.Contains("wait"))
{
    Console.WriteLine("waiting");
    Thread.Sleep(Timeout.Infinite);
}

Console.WriteLine(string.Join('\n', Log.Lines));
