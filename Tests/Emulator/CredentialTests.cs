using System.Text.Json.Nodes;
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

    [Order(1)]
    [TestCase("admin", "books_admin")]
    [TestCase("app", "app_a")]
    [TestCase("candidate", "app_b")]
    public void A_password_stands_in_neither_the_state_nor_a_plan(string login, string username)
    {
        var stored = JsonNode.Parse(Make($"secretsmanager get-secret-value --secret-id secret-books-{login}-dev --query SecretString", Home))!;
        var password = stored["password"]!.GetValue<string>();

        Assert.That(stored["username"]!.GetValue<string>(), Is.EqualTo(username));
        Assert.That(password, Does.Match("^[A-Za-z0-9]{40}$"));
        Assert.That(PlacesOf(password, EmulatorSetup.Workspace), Is.Empty);
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

        Assert.That(PlacesOf(Password, workspace), Is.EqualTo(new[] { "state", "plan" }));

        workspace.Destroy();
    }

    /// <summary>Rotation puts another version into the secret, and tells Terraform nothing.</summary>
    [Test]
    public void What_rotation_put_into_a_secret_stays()
    {
        const string Rotated = """{"username":"app_b","password":"rotated"}""";
        Make($"secretsmanager put-secret-value --secret-id secret-books-app-dev --secret-string {Rotated}", Home);

        var plan = EmulatorSetup.Workspace.Run("plan", ["-input=false", "-detailed-exitcode"]);

        Assert.That(plan.ExitCode, Is.Zero, plan.ToString());
        Assert.That(Make("secretsmanager get-secret-value --secret-id secret-books-app-dev --query SecretString", Home), Is.EqualTo(Rotated));
    }

    private static IEnumerable<string> PlacesOf(string password, TerraformWorkspace workspace)
    {
        (string Name, string Text)[] places =
        [
            ("state", workspace.Succeed("state", ["pull"]).Output),
            ("plan", workspace.Plan().ToJsonString()),
        ];
        Assert.That(places.Select(place => place.Text), Has.All.Contains("aws_secretsmanager_secret_version"), "what is searched is there");
        return places.Where(place => place.Text.Contains(password, StringComparison.Ordinal)).Select(place => place.Name);
    }
}
