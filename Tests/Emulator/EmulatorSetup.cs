using System.Text.Json.Nodes;
using PaymentDr.Tests.Postgres;
using PaymentDr.Tests.Terraform;

namespace PaymentDr.Tests.Emulator;

/// <summary>One emulator with one applied stack, and what runs in it, for all tests in this namespace; all are gone in the end.</summary>
[SetUpFixture]
public sealed class EmulatorSetup
{
    private static AwsEmulator? _emulator;
    private static DeployedBooks? _books;
    private static CallRecorder? _calls;
    private static DeployedFunctions? _functions;
    private static DeployedNames? _names;
    private static TerraformWorkspace? _workspace;

    internal static AwsEmulator Emulator => _emulator ?? throw new InvalidOperationException("The set-up of the emulator did not run.");

    internal static DeployedBooks Books => _books ?? throw new InvalidOperationException("The set-up of the emulator did not run.");

    /// <summary>What functions asked AWS for.</summary>
    internal static CallRecorder Calls => _calls ?? throw new InvalidOperationException("The set-up of the emulator did not run.");

    internal static DeployedFunctions Functions => _functions ?? throw new InvalidOperationException("The set-up of the emulator did not run.");

    internal static DeployedNames Names => _names ?? throw new InvalidOperationException("The set-up of the emulator did not run.");

    /// <summary>Where the default stack was applied.</summary>
    internal static TerraformWorkspace Workspace => _workspace ?? throw new InvalidOperationException("The set-up of the emulator did not run.");

    [OneTimeSetUp]
    public void ApplyDefaultStack()
    {
        TerraformTool.Require();
        if ((AwsEmulator.FindObstacle() ?? PostgresServer.FindObstacle()) is { } reason)
        {
            ExternalTool.Missing(reason);
        }

        TestCredentials.Set();
        _books = DeployedBooks.Start();
        _calls = new CallRecorder(_books.DataApi);
        _names = new DeployedNames();
        _functions = new DeployedFunctions(_calls, _names);
        _emulator = AwsEmulator.Start(("EMULATOR_FUNCTIONS", _functions.Endpoint), ("EMULATOR_DATABASES", _books.Endpoint));
        _books.Emulator = _calls.Emulator = _emulator.Endpoint;
        _workspace = new TerraformWorkspace(SynthesizedStack.Default, EmulatedProvider(), _emulator.Environment);
        _workspace.Init();
        _workspace.Apply();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _workspace?.Dispose();
        _emulator?.Dispose();
        if (_functions is not null)
        {
            await _functions.DisposeAsync();
        }

        if (_names is not null)
        {
            await _names.DisposeAsync();
        }

        if (_calls is not null)
        {
            await _calls.DisposeAsync();
        }

        if (_books is not null)
        {
            await _books.DisposeAsync();
        }

        TestCredentials.Remove();
    }

    /// <summary>The account comes from the emulator. A call that it lacks must fail soon, and one whose connection it drops under load may be repeated.</summary>
    internal static JsonObject EmulatedProvider()
    {
        var provider = TerraformWorkspace.OfflineProvider;
        provider.Remove("skip_requesting_account_id");
        provider["max_retries"] = 3;
        return provider;
    }
}
