using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using PaymentDr.Aws;
using PaymentDr.Payments;

namespace PaymentDr.Functions;

/// <summary>The platform's doors from outside, as customers come to them.</summary>
/// <param name="limit">For the whole of an answer.</param>
/// <param name="kept">How long a connection may be used again; half a minute where it is not said.</param>
public sealed class Doors(TimeSpan limit, TimeSpan? kept = null) : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>No connection is used again: each request goes to where the name leads by then.</summary>
    public static readonly TimeSpan AskedAnew = TimeSpan.Zero;

    /// <summary>Health takes a hundredth of it.</summary>
    private const int LargestAnswer = 64 * 1024;

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        // A kept connection would go on to a region that the name no longer leads to.
        PooledConnectionLifetime = kept ?? TimeSpan.FromSeconds(30),
        AllowAutoRedirect = false,
    })
    {
        Timeout = limit,
        // What never ends must not fill the memory until then.
        MaxResponseContentBufferSize = LargestAnswer,
    };

    /// <summary>What a healthy region says of itself; null when it says nothing, or is not healthy.</summary>
    public async Task<HealthView?> AskAsync(Uri health, CancellationToken cancellation)
    {
        try
        {
            using var answer = await _http.GetAsync(health, cancellation);
            return answer.IsSuccessStatusCode && await answer.Content.ReadFromJsonAsync(HealthJson.Default.HealthView, cancellation) is { Status: HealthView.Ok } view
                ? view
                : null;
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            // There is no end of what an answer can be instead: all of it is no health.
            return null;
        }
    }

    /// <summary>Whether a payment of the smallest amount between the drills' accounts is taken on.</summary>
    public async Task<bool> PayAsync(Uri payments, string key, string idempotencyKey, CancellationToken cancellation)
    {
        using var answer = await TryAsync(Payment(payments, key, idempotencyKey), cancellation);
        return answer is { IsSuccessStatusCode: true };
    }

    /// <summary>The same payment, as the door answers it; null where it does not take it on.</summary>
    public async Task<PaymentView?> TakeOnAsync(Uri payments, string key, string idempotencyKey, CancellationToken cancellation)
    {
        using var answer = await TryAsync(Payment(payments, key, idempotencyKey), cancellation);
        return await ReadAsync(answer, cancellation);
    }

    /// <summary>A payment as it stands; null where that is not said.</summary>
    public async Task<PaymentView?> FindAsync(Uri payments, string key, string id, CancellationToken cancellation)
    {
        using var answer = await TryAsync(Request(HttpMethod.Get, new Uri($"{payments}/{Uri.EscapeDataString(id)}"), key), cancellation);
        return await ReadAsync(answer, cancellation);
    }

    /// <summary>One payment by a door per minute, however often it is tried in it. Grouped by letters: a long number would look like a card's.</summary>
    /// <param name="by">Who pays.</param>
    public static string KeyOf(string by, string region, int door, DateTimeOffset minute) =>
        string.Create(CultureInfo.InvariantCulture, $"{by}-{region}-door-{door}-{minute.UtcDateTime:yyyy'Y'MM'M'dd'D'HH'h'mm'm'}");

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Payment(Uri payments, string key, string idempotencyKey)
    {
        var request = Request(HttpMethod.Post, payments, key);
        request.Content = new StringContent("""{"amount":1,"currency":"EUR","payer":"tok_drill_payer","payee":"tok_drill_payee"}""");
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        return request;
    }

    private static HttpRequestMessage Request(HttpMethod method, Uri address, string key) =>
        new(method, address) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };

    private async Task<HttpResponseMessage?> TryAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using (request)
        {
            try
            {
                return await _http.SendAsync(request, cancellation);
            }
            catch (Exception) when (!cancellation.IsCancellationRequested)
            {
                return null;
            }
        }
    }

    private static async Task<PaymentView?> ReadAsync(HttpResponseMessage? answer, CancellationToken cancellation) =>
        answer is { IsSuccessStatusCode: true } ? PaymentView.Read(await answer.Content.ReadAsByteArrayAsync(cancellation)) : null;
}
