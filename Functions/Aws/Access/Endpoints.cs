namespace PaymentDr.Aws;

/// <summary>Where services are reached: at AWS, unless a variable says otherwise.</summary>
/// <param name="variable">Finds a variable of the environment.</param>
public sealed class Endpoints(Func<string, string?> variable)
{
    /// <summary>The most specific of AWS_ENDPOINT_URL_{SERVICE}_{REGION}, ..._{SERVICE}, ..._{REGION} and AWS_ENDPOINT_URL; null for AWS itself.</summary>
    public string? Of(string service, string region) =>
        variable($"AWS_ENDPOINT_URL_{Upper(service)}_{Upper(region)}")
        ?? variable($"AWS_ENDPOINT_URL_{Upper(service)}")
        ?? variable($"AWS_ENDPOINT_URL_{Upper(region)}")
        ?? variable("AWS_ENDPOINT_URL");

    private static string Upper(string name) => name.Replace('-', '_').ToUpperInvariant();
}
