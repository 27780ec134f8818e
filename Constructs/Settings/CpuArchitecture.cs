namespace PaymentDr;

/// <summary>What a program is compiled for.</summary>
public enum CpuArchitecture
{
    X64,
    Arm64,
}

public static class CpuArchitectures
{
    /// <summary>As Lambda calls it.</summary>
    public static string Lambda(this CpuArchitecture architecture) => architecture is CpuArchitecture.Arm64 ? "arm64" : "x86_64";

    /// <summary>As ECS calls it.</summary>
    public static string Ecs(this CpuArchitecture architecture) => architecture is CpuArchitecture.Arm64 ? "ARM64" : "X86_64";

    /// <summary>As images call it.</summary>
    public static string Oci(this CpuArchitecture architecture) => architecture is CpuArchitecture.Arm64 ? "arm64" : "amd64";

    /// <summary>As .NET calls it.</summary>
    public static string Runtime(this CpuArchitecture architecture) => architecture is CpuArchitecture.Arm64 ? "linux-arm64" : "linux-x64";
}
