using System.Globalization;

namespace PaymentDr.Functions.Migrate;

/// <summary>One step of the schema: its statements run together or not at all.</summary>
public sealed record Migration(int Number, string Name, IReadOnlyList<string> Statements);

/// <summary>The steps in this build, in order: files named 0001-what.sql, in which an empty line ends a statement.</summary>
public static class Schema
{
    private const string Folder = "schema/";

    public static IReadOnlyList<Migration> Migrations { get; } =
    [
        .. typeof(Schema).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(Read),
    ];

    private static Migration Read(string resource)
    {
        using var stream = typeof(Schema).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        var name = resource[Folder.Length..^".sql".Length];
        var statements = reader.ReadToEnd().ReplaceLineEndings("\n").Split("\n\n").Select(WithoutComments).Where(statement => statement.Length > 0);

        return new Migration(int.Parse(name.Split('-')[0], CultureInfo.InvariantCulture), name, [.. statements]);
    }

    private static string WithoutComments(string statement) =>
        string.Join('\n', statement.Split('\n').Where(line => !line.StartsWith("--", StringComparison.Ordinal))).Trim();
}
