using System.Text.Json;
using System.Text.Json.Serialization;
using PaymentDr.Aws;
using PaymentDr.Hosting;
using PaymentDr.Runtime;

namespace PaymentDr.Functions.Migrate;

/// <summary>Brings the writer's schema to what this build needs, and the application's user to the password in its secret.</summary>
public sealed class MigrateFunction(Func<CancellationToken, Task<Database>> open, Func<CancellationToken, Task<Login>> findLogin)
{
    private const string Versions = "create table if not exists schema_version (number integer primary key, name text not null, at timestamptz not null default now())";
    private const string OneAtATime = "select cast(pg_advisory_xact_lock(7362951) as text)";

    public static MigrateFunction On(Platform platform)
    {
        var writer = new Writer(platform);
        var (admin, app) = (platform.Variables.Get("ADMIN_SECRET_ARN"), platform.Variables.Get("BOOKS_SECRET_ARN"));

        return new(
            async cancellation => writer.Open(await writer.FindAsync(cancellation), admin),
            cancellation => new SecretStore(platform.Region).GetAsync(app, cancellation));
    }

    public async Task<ReadOnlyMemory<byte>> HandleAsync(ReadOnlyMemory<byte> payload, LambdaContext context, CancellationToken cancellation)
    {
        var database = await open(cancellation);
        var done = new List<string>();
        foreach (var migration in Schema.Migrations)
        {
            if (await ApplyAsync(database, migration, cancellation))
            {
                context.Logger.Info("Migrated.", ("migration", migration.Name));
                done.Add(migration.Name);
            }
        }

        await AloneAsync(
            database,
            async transaction => await database.ExecuteAsync(AppUsers.SetPassword(await findLogin(cancellation)), [], cancellation, transaction),
            cancellation);
        return JsonSerializer.SerializeToUtf8Bytes(new MigrateAnswer(done, Schema.Migrations[^1].Number), MigrateJson.Default.MigrateAnswer);
    }

    /// <returns>False when it was applied before.</returns>
    private static async Task<bool> ApplyAsync(Database database, Migration migration, CancellationToken cancellation)
    {
        var isNew = false;
        await AloneAsync(
            database,
            async transaction =>
            {
                await database.ExecuteAsync(Versions, [], cancellation, transaction);
                var number = new SqlParameter("number", Field.Of(migration.Number));
                isNew = await database.ExecuteAsync("select number from schema_version where number = :number", [number], cancellation, transaction) is [];
                foreach (var statement in isNew ? migration.Statements : [])
                {
                    await database.ExecuteAsync(statement, [], cancellation, transaction);
                }

                await database.ExecuteAsync(
                    "insert into schema_version (number, name) values (:number, :name) on conflict do nothing",
                    [number, new SqlParameter("name", Field.Of(migration.Name))],
                    cancellation,
                    transaction);
            },
            cancellation);

        return isNew;
    }

    /// <summary>Whoever comes second waits, and then finds everything done.</summary>
    private static Task AloneAsync(Database database, Func<string, Task> work, CancellationToken cancellation) => database.TransactAsync(
        async transaction =>
        {
            await database.ExecuteAsync(OneAtATime, [], cancellation, transaction);
            await work(transaction);
        },
        cancellation);
}

/// <summary>Which steps this run applied, and where the schema is now.</summary>
public sealed record MigrateAnswer(IReadOnlyList<string> Applied, int Version);

/// <summary>The answer on the wire.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MigrateAnswer))]
internal sealed partial class MigrateJson : JsonSerializerContext;
