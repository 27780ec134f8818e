using System.Text;
using System.Text.Json.Nodes;
using PaymentDr.Runtime;

namespace PaymentDr.Tests.Runtime;

[TestFixture]
public sealed class StructuredLogTests
{
    [Test]
    public void A_line_is_one_object_with_the_fields_of_its_scope()
    {
        var line = Written(log => log.With(("requestId", "r-1"), ("traceId", null)).Info("Accepted.", ("paymentId", "p-1"), ("isNew", true), ("attempt", 2), ("amount", 1250L)));

        Assert.That(line["timestamp"]!.GetValue<DateTimeOffset>(), Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(1)));
        line.Remove("timestamp");
        Assert.That(line.ToJsonString(), Is.EqualTo("""{"level":"INFO","message":"Accepted.","paymentId":"p-1","isNew":true,"attempt":2,"amount":1250,"requestId":"r-1"}"""));
    }

    [Test]
    public void An_error_names_its_exception()
    {
        var line = Written(log => log.Error("Failed.", new InvalidOperationException("Because.")));

        Assert.That((line["level"]!.GetValue<string>(), line["errorType"]!.GetValue<string>(), line["error"]!.GetValue<string>()), Is.EqualTo(
            ("ERROR", "InvalidOperationException", "Because.")));
    }

    [Test]
    public void Metrics_are_in_the_embedded_format()
    {
        var line = Written(log => log.Measure(new Metrics(("Function", "validate"), ("Region", "us-east-1")).Count("Accepted").Seconds("Latency", TimeSpan.FromMilliseconds(250))));

        line["_aws"]!.AsObject().Remove("Timestamp");
        Assert.That(line.ToJsonString(), Is.EqualTo(
            """{"_aws":{"CloudWatchMetrics":[{"Namespace":"PaymentDr","Dimensions":[["Function","Region"]],"Metrics":[{"Name":"Accepted","Unit":"Count"},{"Name":"Latency","Unit":"Seconds"}]}]},"Function":"validate","Region":"us-east-1","Accepted":1,"Latency":0.25}"""));
    }

    [Test]
    public void Metrics_are_of_the_environment_whose_log_it_is()
    {
        var output = new MemoryStream();

        new StructuredLog(output, TimeProvider.System, "PaymentDr/dev").With(("function", "validate")).Measure(new Metrics().Count("Accepted"));

        var line = JsonNode.Parse(Encoding.UTF8.GetString(output.ToArray()))!;
        Assert.That(line["_aws"]!["CloudWatchMetrics"]![0]!["Namespace"]!.GetValue<string>(), Is.EqualTo("PaymentDr/dev"));
    }

    [Test]
    public void Lines_of_functions_that_run_at_once_do_not_mix()
    {
        var output = new MemoryStream();
        var log = new StructuredLog(output, TimeProvider.System);

        Parallel.For(0, 1_000, number => log.Info("Line.", ("number", number)));

        var numbers = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!["number"]!.GetValue<int>());
        Assert.That(numbers, Is.EquivalentTo(Enumerable.Range(0, 1_000)));
    }

    private static JsonObject Written(Action<StructuredLog> write)
    {
        var output = new MemoryStream();
        write(new StructuredLog(output, TimeProvider.System));
        return JsonNode.Parse(output.ToArray())!.AsObject();
    }
}
