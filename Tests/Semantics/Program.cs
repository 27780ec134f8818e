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
app.Synth();

Console.WriteLine(string.Join('\n', Log.Lines));
