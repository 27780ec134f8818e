namespace PaymentDr.Tests.Postgres;

/// <summary>PostgreSQL's own programs, run as a user that they accept.</summary>
internal static class PostgresTools
{
    private static readonly string[] Needed = ["initdb", "pg_ctl", "pg_basebackup"];

    /// <summary>They refuse root, who therefore becomes the user that their package made.</summary>
    private static readonly string[] AsPostgres =
        Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];

    private static readonly Lazy<string?> Folder = new(FindFolder);

    /// <summary>Why they cannot be run here; null when they can.</summary>
    public static string? FindObstacle() =>
        Folder.Value is not { } folder ? "initdb, of PostgreSQL, is not on PATH."
        : Needed.FirstOrDefault(tool => !File.Exists(Path.Combine(folder, tool))) is { } missing ? $"{missing}, of PostgreSQL, is not in {folder}."
        : AsPostgres.Length == 0 ? null
        : !ExternalTool.IsOnPath("setpriv") ? "setpriv, which runs PostgreSQL for root, is not on PATH."
        : ExternalTool.Run("setpriv", [.. AsPostgres[1..], "true"], "/").ExitCode != 0 ? "root cannot become the user postgres."
        : null;

    /// <summary>Runs one to its end, which must be a good one.</summary>
    public static void Run(string folder, string tool, string[] arguments, params (string, string?)[] environment)
    {
        string[] command = [.. AsPostgres, Path.Combine(Folder.Value!, tool), .. arguments];
        Check(tool, ExternalTool.Run(command[0], command[1..], folder, environment));
    }

    /// <summary>Gives a file or a folder to the user that the programs run as.</summary>
    public static void Own(string path)
    {
        if (AsPostgres.Length > 0)
        {
            Check("chown", ExternalTool.Run("chown", ["postgres", path], "/"));
        }
    }

    /// <summary>Where initdb really lies: PATH often has a link to it alone, or wrappers for the others.</summary>
    private static string? FindFolder() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => new FileInfo(Path.Combine(folder, "initdb")))
        .Where(file => file.Exists)
        .Select(file => Path.GetDirectoryName((file.ResolveLinkTarget(returnFinalTarget: true) ?? file).FullName))
        .FirstOrDefault();

    private static void Check(string tool, ToolResult result)
    {
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"{tool}: {result}");
        }
    }
}
