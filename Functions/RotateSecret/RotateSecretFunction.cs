using System.Security.Cryptography;
using System.Text.Json;
using PaymentDr.Aws;
using PaymentDr.Hosting;
using PaymentDr.Runtime;

namespace PaymentDr.Functions.RotateSecret;

/// <summary>
/// Exchanges a login in four steps, each of which can be repeated after a crash at any point. The application's next login belongs to the
/// user that is idle; the admin has one name, and changes by the database's control plane.
/// </summary>
public sealed class RotateSecretFunction(SecretStore secrets, Writer writer, RotatedSecrets names, TimeProvider clock)
{
    private const int PasswordLength = 40;
    private const string PasswordCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>A new password of the admin, and a candidate in the other region, take effect after a while.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const int Attempts = 15;

    public static RotateSecretFunction On(Platform platform) => new(
        new SecretStore(platform.Region),
        new Writer(platform),
        new RotatedSecrets(
            platform.Variables.Get("ADMIN_SECRET_ARN"), platform.Variables.Get("BOOKS_SECRET_ARN"), platform.Variables.Get("CANDIDATE_SECRET_ARN")),
        platform.Clock);

    public async Task<ReadOnlyMemory<byte>> HandleAsync(ReadOnlyMemory<byte> payload, LambdaContext context, CancellationToken cancellation)
    {
        var request = Payload.Read(payload, RotateSecretJson.Default.RotationRequest);
        if (!names.IsRotated(request.SecretId))
        {
            throw new InvalidOperationException($"SecretId must be one of {names.Admin}, {names.App}.");
        }

        // Looked up before anything is said: what is none of these is not for the log.
        Func<RotationRequest, CancellationToken, Task> step = request.Step switch
        {
            "createSecret" => CreateAsync,
            "setSecret" => SetAsync,
            "testSecret" => TestAsync,
            "finishSecret" => FinishAsync,
            _ => throw new JsonException("Step must be one of createSecret, setSecret, testSecret, finishSecret."),
        };
        context.Logger.Info("Rotation.", ("step", request.Step), ("secret", request.SecretId));
        await step(request, cancellation);

        return "{}"u8.ToArray();
    }

    /// <summary>One password per version: a repeated step finds the one that the first one made.</summary>
    private async Task CreateAsync(RotationRequest request, CancellationToken cancellation)
    {
        if (await IsCurrentAsync(request, cancellation) || await FindNextAsync(request, cancellation) is not null)
        {
            return;
        }

        var current = await secrets.GetAsync(request.SecretId, cancellation);
        var user = request.SecretId == names.Admin ? current.Username : AppUsers.Other(current.Username);
        var next = new Login(user, RandomNumberGenerator.GetString(PasswordCharacters, PasswordLength));
        await secrets.PutAsync(request.SecretId, request.ClientRequestToken, next, SecretStore.Pending, cancellation);
    }

    private async Task SetAsync(RotationRequest request, CancellationToken cancellation)
    {
        if (await IsCurrentAsync(request, cancellation))
        {
            return;
        }

        var (next, cluster) = (await NextAsync(request, cancellation), await writer.FindAsync(cancellation));
        if (request.SecretId == names.Admin)
        {
            await writer.SetAdminPasswordAsync(cluster, next.Password, cancellation);
        }
        else
        {
            await writer.Open(cluster, names.Admin).ExecuteAsync(AppUsers.SetPassword(next), [], cancellation);
        }
    }

    /// <summary>The Data API uses the current version of a secret only, so the candidate has a secret of its own.</summary>
    private async Task TestAsync(RotationRequest request, CancellationToken cancellation)
    {
        if (await IsCurrentAsync(request, cancellation))
        {
            return;
        }

        var cluster = await writer.FindAsync(cancellation);
        if (await FindNextAsync(request, cancellation) is not { } next)
        {
            // Secrets Manager tries out a rotation that it will begin later. The last step refuses what was never made.
            await writer.Open(cluster, request.SecretId).ExecuteAsync("select 1", [], cancellation);
            return;
        }

        var database = writer.Open(cluster, names.Candidate);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await MakeCandidateAsync(request, next, cancellation);
                var user = (await database.ExecuteAsync("select cast(current_user as text)", [], cancellation))[0][0].StringValue;
                if (user == next.Username)
                {
                    return;
                }

                throw new InvalidOperationException($"The candidate logged in as '{user}' instead of '{next.Username}'.");
            }
            catch (Exception) when (attempt < Attempts && !cancellation.IsCancellationRequested)
            {
                await Task.Delay(Patience, clock, cancellation);
            }
        }
    }

    /// <summary>Another rotation may have put its own in between; AWS leaves the stages alone when the same version is put again.</summary>
    private async Task MakeCandidateAsync(RotationRequest request, Login next, CancellationToken cancellation)
    {
        await secrets.PutAsync(names.Candidate, request.ClientRequestToken, next, SecretStore.Current, cancellation);
        var current = CurrentOf(await secrets.StagesAsync(names.Candidate, cancellation));
        if (current != request.ClientRequestToken)
        {
            await secrets.MakeCurrentAsync(names.Candidate, request.ClientRequestToken, current, cancellation);
        }
    }

    private async Task FinishAsync(RotationRequest request, CancellationToken cancellation)
    {
        var stages = await secrets.StagesAsync(request.SecretId, cancellation);
        var current = CurrentOf(stages);
        if (current == request.ClientRequestToken)
        {
            return;
        }

        if (stages.GetValueOrDefault(request.ClientRequestToken)?.Contains(SecretStore.Pending) is not true)
        {
            // A later rotation took its place, and may have given the user another password.
            throw new InvalidOperationException("This version is not pending: it cannot become current.");
        }

        await secrets.MakeCurrentAsync(request.SecretId, request.ClientRequestToken, current, cancellation);
    }

    private static string? CurrentOf(IReadOnlyDictionary<string, IReadOnlyList<string>> stages) =>
        stages.FirstOrDefault(version => version.Value.Contains(SecretStore.Current)).Key;

    /// <summary>It was finished before, and must not be undone by a step that comes again.</summary>
    private async Task<bool> IsCurrentAsync(RotationRequest request, CancellationToken cancellation) =>
        (await secrets.StagesAsync(request.SecretId, cancellation)).GetValueOrDefault(request.ClientRequestToken)?.Contains(SecretStore.Current) is true;

    private async Task<Login> NextAsync(RotationRequest request, CancellationToken cancellation) =>
        await FindNextAsync(request, cancellation) ?? throw new InvalidOperationException("There is no pending version: createSecret has not run.");

    /// <summary>Of this rotation: an earlier one that broke off may have left another.</summary>
    private Task<Login?> FindNextAsync(RotationRequest request, CancellationToken cancellation) =>
        secrets.FindAsync(request.SecretId, SecretStore.Pending, request.ClientRequestToken, cancellation);
}

/// <summary>The secrets that take part in a rotation.</summary>
/// <param name="Candidate">Holds the next login while it is tried out.</param>
public sealed record RotatedSecrets(string Admin, string App, string Candidate)
{
    public bool IsRotated(string secret) => secret == Admin || secret == App;
}
