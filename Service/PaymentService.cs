using Microsoft.AspNetCore.Http.Features;
using PaymentDr.Aws;
using PaymentDr.Hosting;
using PaymentDr.Payments;
using PaymentDr.Runtime;

namespace PaymentDr.Service;

/// <summary>The door behind the load balancer: the same platform, with keys checked by itself.</summary>
public sealed class PaymentService(Door door, ApiKeys keys, Health health, RemoteValidation validation, Drain drain, TimeProvider clock, StructuredLog log)
{
    /// <summary>Less than a load balancer waits, and than whoever stops this process.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    public static PaymentService On(Platform platform, Drain drain, StructuredLog log) =>
        new(platform.Door, platform.Keys, platform.Health, RemoteValidation.On(platform), drain, platform.Clock, log);

    /// <summary>What was begun is finished, even when the caller has gone: he will ask again, and should find it done.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        var requestLog = log.With(("requestId", context.TraceIdentifier), ("traceId", context.Request.Headers["X-Amzn-Trace-Id"].FirstOrDefault()));
        await SendAsync(await AnswerAsync(context.Request, requestLog, limit.Token), context.Response);
    }

    private async Task<Answer> AnswerAsync(HttpRequest request, StructuredLog requestLog, CancellationToken cancellation)
    {
        try
        {
            return Liveness.IsAskedBy(request.Method, PathOf(request)) ? drain.IsUnderWay ? Liveness.Draining : Liveness.Serving
                : Health.IsAskedBy(request.Method, PathOf(request)) ? drain.IsUnderWay ? health.Draining : await health.CheckAsync(cancellation)
                : DoorReport.Tell(await ReplyAsync(request, requestLog, cancellation), requestLog);
        }
        catch (BadHttpRequestException exception)
        {
            requestLog.Info("Refused.", ("status", exception.StatusCode));
            return Answer.Unreadable(exception.StatusCode);
        }
        catch (Exception exception)
        {
            requestLog.Error("The request failed.", exception);
            return Answer.OutcomeUnknown;
        }
    }

    private async Task<DoorReply> ReplyAsync(HttpRequest request, StructuredLog requestLog, CancellationToken cancellation)
    {
        string? merchant;
        try
        {
            merchant = await keys.MerchantOfAsync(ApiKeys.FromHeader(request.Headers.Authorization), cancellation);
        }
        catch (Exception exception)
        {
            requestLog.Error("Keys cannot be read.", exception);
            return new DoorReply(Answer.Unavailable);
        }

        var asked = new DoorRequest(request.Method, PathOf(request), merchant, request.Headers["Idempotency-Key"], await BodyAsync(request, cancellation));
        return RemoteValidation.IsAskedBy(asked)
            ? new DoorReply(await validation.AskAsync(asked, requestLog, cancellation))
            : await door.ReplyAsync(asked, cancellation);
    }

    /// <summary>As it was sent: API Gateway does not decode it either.</summary>
    private static string PathOf(HttpRequest request) => request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];

    private static async Task<byte[]> BodyAsync(HttpRequest request, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellation);
        return body.ToArray();
    }

    private static async Task SendAsync(Answer answer, HttpResponse response)
    {
        response.StatusCode = answer.Status;
        response.ContentLength = answer.Body.Length;
        foreach (var (name, value) in AnswerHeaders.Of(answer))
        {
            response.Headers[name] = value;
        }

        await response.Body.WriteAsync(answer.Body);
    }
}
