using System.Text.Json.Nodes;
using PaymentDr.Aws;
using PaymentDr.Tests.Terraform;
using static PaymentDr.Tests.Emulator.RefusalTests;

namespace PaymentDr.Tests.Emulator;

/// <summary>A password is known to AWS alone.</summary>
[TestFixture]
[Category("Emulator")]
[Order(21)]
public sealed class CredentialTests
{
    private const string Home = "us-east-1";

    /// <summary>Read once: a plan takes its time.</summary>
    private readonly Lazy<(string Name, string Text)[]> _applied = new(() => Places(EmulatorSetup.Workspace));

    [Order(1)]
    [TestCase("admin", "books_admin")]
    [TestCase("app", "app_a")]
    // The apply tried the rotation, which left there whichever login it tried last.
    [TestCase("candidate", "books_admin|app_a")]
    public void A_password_stands_in_neither_the_state_nor_a_plan(string login, string usernames)
    {
        var stored = JsonNode.Parse(Read(login))!;
        var password = stored["password"]!.GetValue<string>();

        Assert.That(stored["username"]!.GetValue<string>(), Does.Match($"^({usernames})$"));
        Assert.That(password, Does.Match("^[A-Za-z0-9]{40}$"));
        Assert.That(PlacesOf(password, _applied.Value), Is.Empty);
    }

    [Test]
    [Order(2)]
    public void The_key_of_the_drills_is_known_to_both_regions_by_its_hash_and_to_no_file()
    {
        var key = JsonNode.Parse(Make("secretsmanager get-secret-value --secret-id secret-drill-key-dev --query SecretString", Home))!["password"]!.GetValue<string>();
        var hash = ApiKeys.HashOf(key);

        Assert.That(key, Does.Match(@"^drill\.[A-Za-z0-9]{40}$"));
        foreach (var region in new[] { Home, "us-west-2" })
        {
            Assert.That(Make("ssm get-parameter --with-decryption --name /payment-dr/dev/keys/drill --query Parameter.Value", region), Is.EqualTo(hash));
        }

        Assert.That(PlacesOf(key, _applied.Value).Concat(PlacesOf(hash, _applied.Value)), Is.Empty);
    }

    [Test]
    public void A_password_in_an_argument_is_found()
    {
        const string Password = "not-a-secret-because-everybody-reads-it";
        var careless = SynthesizedStack.Default.Broken(file =>
        {
            foreach (var part in new[] { "data", "ephemeral", "output" })
            {
                file.Remove(part);
            }

            file["resource"] = JsonNode.Parse($$"""
                {
                  "aws_secretsmanager_secret": { "careless": { "provider": "aws.primary", "name": "careless" } },
                  "aws_secretsmanager_secret_version": {
                    "careless": {
                      "provider": "aws.primary",
                      "secret_id": "${aws_secretsmanager_secret.careless.id}",
                      "secret_string": "${jsonencode({password = \"{{Password}}\"})}"
                    }
                  }
                }
                """);
        });
        using var workspace = new TerraformWorkspace(careless, EmulatorSetup.EmulatedProvider(), EmulatorSetup.Emulator.Environment);
        workspace.Init();
        workspace.Apply();

        Assert.That(PlacesOf(Password, Places(workspace)), Is.EqualTo(new[] { "state", "plan" }));

        workspace.Destroy();
    }

    /// <summary>As Secrets Manager does it every 30 days, with the deployed function on real books; it tells Terraform nothing.</summary>
    [Test]
    public async Task What_a_rotation_exchanges_opens_the_books_and_stays()
    {
        // Often enough for AWS to forget the version that Terraform made, were it not for its label.
        foreach (var login in new[] { "admin", "app", "admin", "app", "admin", "app" })
        {
            Make($"secretsmanager rotate-secret --secret-id secret-books-{login}-dev", Home);
        }

        var rotated = Read("app");
        var site = new DeployedSite(Home);
        var payment = (await site.Door.PayAsync("order-rotated"))["id"]!.GetValue<string>();
        await site.PumpAsync();
        var plan = EmulatorSetup.Workspace.Run("plan", ["-input=false", "-detailed-exitcode"]);

        Assert.That(EmulatorSetup.Functions.Invocations.Where(invocation => invocation is { Handler: "rotate-secret", Error: not null }), Is.Empty);
        Assert.That(JsonNode.Parse(rotated)!["username"]!.GetValue<string>(), Is.EqualTo("app_b"));
        Assert.That(EmulatorSetup.Books.Postings(payment), Is.EqualTo(2));
        Assert.That(plan.ExitCode, Is.Zero, plan.ToString());
        Assert.That(Read("app"), Is.EqualTo(rotated));
    }

    private static string Read(string login) => Make($"secretsmanager get-secret-value --secret-id secret-books-{login}-dev --query SecretString", Home);

    private static IEnumerable<string> PlacesOf(string password, (string Name, string Text)[] places) =>
        places.Where(place => place.Text.Contains(password, StringComparison.Ordinal)).Select(place => place.Name);

    private static (string Name, string Text)[] Places(TerraformWorkspace workspace)
    {
        (string Name, string Text)[] places =
        [
            ("state", workspace.Succeed("state", ["pull"]).Output),
            ("plan", workspace.Plan().ToJsonString()),
        ];
        Assert.That(places.Select(place => place.Text), Has.All.Contains("aws_secretsmanager_secret_version"), "what is searched is there");
        return places;
    }
}
