namespace PaymentDr;

/// <summary>
/// The published functions, beside the file that deploys them: a remote run carries both. Terraform reads the zip when it plans, so
/// the file is the same whatever the zip holds, and is refused without one.
/// </summary>
public sealed class FunctionCode
{
    public const string FileName = "functions.zip";

    private const int BuildLength = 16;

    public FunctionCode(TerraformStack stack)
    {
        Hash = Local("functions_hash", $"filebase64sha256(\"{FileName}\")");
        Build = Local("functions_build", $"substr(filesha256(\"{FileName}\"), 0, {BuildLength})");

        string Local(string name, string expression) => new TerraformLocal(stack, name, $"${{{expression}}}").AsString;
    }

    /// <summary>Terraform deploys again when it changes.</summary>
    public string Hash { get; }

    /// <summary>Which build this is, as health answers and decisions name it.</summary>
    public string Build { get; }
}
