using PaymentDr.Aws;
using PaymentDr.Payments;

namespace PaymentDr.Commands;

/// <summary>The same image, byte for byte, into the repositories of both regions of the environment that the settings describe.</summary>
internal static class ImageCommand
{
    /// <summary>For all that one region is sent.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromMinutes(10);

    public static async Task RunAsync(
        IReadOnlyList<string> arguments, string folder, IReadOnlyDictionary<string, string?> environment, TextWriter output, CancellationToken cancellation)
    {
        if (arguments is not ["push", var path])
        {
            throw new UsageException("'image' can only push one archive.");
        }

        var image = ImageArchive.Read(Path.GetFullPath(path, folder));
        var settings = SettingsLoader.Load(folder, environment);
        if (image.Architecture != settings.Pay.Architecture.Oci())
        {
            throw new CommandException(
                $"{path} is made for {image.Architecture}, and Pay:Architecture is {settings.Pay.Architecture}: "
                + $"publish it with -p:ContainerRuntimeIdentifier={settings.Pay.Architecture.Runtime()}, or change the setting.");
        }

        var pushed = new PerRegion<Task<string?>>(PushAsync(RegionRole.Primary, settings.Primary), PushAsync(RegionRole.Secondary, settings.Secondary));
        string[] problems = [.. (await Task.WhenAll(pushed.Primary, pushed.Secondary)).OfType<string>()];
        if (problems.Length > 0)
        {
            throw new CommandException($"The image is not in both regions: do not set its digest, and repeat the command.{string.Concat(problems.Select(problem => $"\n  {problem}"))}");
        }

        await output.WriteLineAsync($"{settings.Primary.Code} and {settings.Secondary.Code} have {image.Manifest.Digest} (tag {ImageRepository.TagOf(image)}).");
        await output.WriteLineAsync($"To run it, set Pay:ImageDigest to it in appsettings.{settings.Naming.Suffix}.json and deploy.");

        Task<string?> PushAsync(RegionRole role, RegionSettings region) => ProblemOfAsync(
            new(new AwsRegion(region.Code, new Endpoints(environment.GetValueOrDefault)), settings.Naming.Regional("repository", "pay", role)), image, cancellation);
    }

    /// <returns>Null when it is there.</returns>
    private static async Task<string?> ProblemOfAsync(ImageRepository repository, ImageArchive image, CancellationToken cancellation)
    {
        try
        {
            return await new Reach(repository.Region, Budget, Tries: 1).CallAsync<string?>(
                async limit =>
                {
                    await repository.PushAsync(image, limit);
                    return null;
                },
                cancellation);
        }
        catch (UnreachableException exception)
        {
            return exception.Message;
        }
    }
}
