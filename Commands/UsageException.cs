namespace PaymentDr.Commands;

/// <summary>The arguments mean nothing; the message says which would.</summary>
public sealed class UsageException(string problem) : Exception($"""
    {problem}
    usage: dotnet run                                       synthesizes
           dotnet run -- objectives [--json]                says what the loss of a region costs at the worst
           dotnet run -- keys add <merchant>                makes a key, which is shown once
           dotnet run -- keys list [<merchant>]             says which keys are valid, and where
           dotnet run -- keys revoke <merchant> <key id>    makes a key invalid, in both regions
           dotnet run -- image push <archive>               puts the service's image into both regions
           dotnet run -- teardown [--auto-approve]          removes the environment, whichever region writes
    """);
