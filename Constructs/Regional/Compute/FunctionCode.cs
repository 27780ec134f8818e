namespace PaymentDr;

/// <summary>
/// The published functions, beside the file that deploys them: a remote run carries both. Terraform reads the zip when it plans, so
/// the file is the same whatever the zip holds, and a plan without one is refused.
/// </summary>
public static class FunctionCode
{
    public const string FileName = "functions.zip";

    private const int BuildLength = 16;

    /// <summary>Terraform deploys again when it changes.</summary>
    public static string Hash => $"${{filebase64sha256(\"{FileName}\")}}";

    /// <summary>Which build this is, as health answers and decisions name it.</summary>
    public static string Build => $"${{substr(filesha256(\"{FileName}\"), 0, {BuildLength})}}";
}
