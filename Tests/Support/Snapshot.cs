using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework.Internal;

namespace PaymentDr.Tests;

/// <summary>
/// Snapshots by Verify's file conventions: Snapshots/{folder}/{Type}.{Method}[_{parameter}={value}].verified.json, and
/// .received.json beside it when they differ. PAYMENTDR_ACCEPT_SNAPSHOTS=1 accepts, and is refused where CI is set.
/// </summary>
internal static class Snapshot
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Verify(JsonNode actual)
    {
        var test = TestExecutionContext.CurrentContext.CurrentTest;
        var method = test.Method!.MethodInfo;
        Assert.That(method.IsDefined(typeof(SnapshotAttribute)), $"{method.Name} calls Snapshot.Verify and must be marked [Snapshot].");

        if (Compare(SnapshotFile.Of(method, test.Arguments), Sorted(actual)!.ToJsonString(Readable)) is { } difference)
        {
            Assert.Fail(difference);
        }
    }

    /// <summary>Null when the snapshot holds; otherwise what differs and what to do.</summary>
    internal static string? Compare(SnapshotFile file, string actual, SnapshotMode? mode = null)
    {
        mode ??= SnapshotMode.Current;
        var verified = File.Exists(file.Verified) ? File.ReadAllText(file.Verified).ReplaceLineEndings("\n").TrimEnd('\n') : null;
        if (verified == actual || mode.Accepts)
        {
            if (verified != actual)
            {
                Write(file.Verified, actual);
            }

            File.Delete(file.Received);
            return null;
        }

        if (mode.Writes)
        {
            Write(file.Received, actual);
        }

        return $"""
            {(verified is null ? "There is no snapshot yet" : "The snapshot differs")}: {file.Verified}
            {TextDiff.Of(verified ?? "", actual)}
            To accept it: PAYMENTDR_ACCEPT_SNAPSHOTS=1 dotnet test Tests (refused in CI), then read the diff before committing.
            """;
    }

    /// <summary>The order of keys means nothing to Terraform, and a reader finds a key where the alphabet puts it.</summary>
    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}

/// <summary>What a comparison may do to files.</summary>
internal sealed record SnapshotMode(bool Accepts, bool Writes)
{
    public static SnapshotMode Current { get; } = Of(Environment.GetEnvironmentVariable);

    public static SnapshotMode Of(Func<string, string?> variable)
    {
        var isCi = variable("CI") is { Length: > 0 } value && value != "false";
        return new(Accepts: !isCi && variable("PAYMENTDR_ACCEPT_SNAPSHOTS") == "1", Writes: !isCi);
    }
}

/// <summary>Where the snapshot of a test stands.</summary>
internal sealed record SnapshotFile(string Stem)
{
    private const string VerifiedSuffix = ".verified.json";

    public static string Folder { get; } = Repository.PathOf("Tests", "Snapshots");

    public string Verified => Stem + VerifiedSuffix;

    public string Received => $"{Stem}.received.json";

    public static SnapshotFile Of(MethodInfo method, object?[] arguments)
    {
        var type = method.DeclaringType!;
        var folders = type.Namespace!.Split('.').Skip(2);
        var parameters = method.GetParameters().Zip(arguments, (parameter, argument) => $"_{parameter.Name}={argument}");
        return new(Path.Combine([Folder, .. folders, $"{type.Name}.{method.Name}{string.Concat(parameters)}"]));
    }

    /// <summary>Verified files that no test of the assembly owns.</summary>
    public static IReadOnlyList<string> Orphans(IEnumerable<string> verifiedFiles, Assembly tests)
    {
        var owned = from type in tests.GetTypes()
                    from method in type.GetMethods()
                    where method.IsDefined(typeof(SnapshotAttribute))
                    let cases = method.GetCustomAttributes<TestCaseAttribute>().Select(testCase => testCase.Arguments).ToArray()
                    from arguments in cases.Length == 0 ? [[]] : cases
                    select Of(method, arguments).Verified;
        return [.. verifiedFiles.Except(owned).Order(StringComparer.Ordinal)];
    }

    public static IEnumerable<string> All() =>
        Directory.EnumerateFiles(Folder, $"*{VerifiedSuffix}", SearchOption.AllDirectories);
}
