using System.Text.Json.Nodes;
using HashiCorp.Cdktf.Providers.Aws.LambdaFunction;
using HashiCorp.Cdktf.Providers.Aws.SsmDocument;

namespace PaymentDr;

/// <summary>
/// What is done in a drill, and in which order, under a role that may ask one function and nothing else. Whatever fails, and whoever ends it, it goes on with
/// leading the drill's name home.
/// </summary>
public sealed class DrillDocument : RegionalConstruct
{
    /// <summary>The parameter by which whoever starts it says who he is.</summary>
    public const string StartedBy = "StartedBy";

    private const string LeadHome = "LeadHome";
    private const string Report = "Report";

    private readonly LambdaFunction _function;
    private readonly AutomationDefinition _definition;
    private readonly string _startedBy;

    public DrillDocument(RegionalConstruct parent, LambdaFunction function) : base(parent, "document")
    {
        _function = function;
        _definition = new AutomationDefinition("Leads the drill's name to the region that takes over and back, and pays by it: no customer is led anywhere");
        _startedBy = _definition.AddParameter(StartedBy, "Who wants the drill, for its evidence", "unknown", "^[A-Za-z0-9@._ -]{1,64}$");
        Role = new ServiceRole(this, new ServiceRoleInputs
        {
            Purpose = "automation-drill",
            Service = "ssm.amazonaws.com",
            ServiceNamesAccount = true,
            Statements = [new() { Sid = "AskTheDrill", Actions = ["lambda:InvokeFunction"], Resources = [function.Arn] }],
        });
        Document = new SsmDocument(this, "automation", new SsmDocumentConfig
        {
            Provider = Region.Provider,
            Name = Region.NameFor("automation", "drill"),
            DocumentType = "Automation",
            DocumentFormat = "JSON",
            Content = Define().ToJsonString(),
            DependsOn = [.. Role.Permissions],
        });
    }

    public ServiceRole Role { get; }

    public SsmDocument Document { get; }

    private JsonObject Define()
    {
        _definition.Add(
            Step("Prepare", "prepare") with { Seconds = 60 },
            Step("LeadAway", "lead-away") with { Seconds = 30 },
            Step("AwaitAway", "await-away") with { Seconds = 290 },
            Step("Pay", "pay") with { Seconds = 290 },
            // A minute has to pass before a switch that was just moved can be moved back.
            Step(LeadHome, "lead-home") with { Seconds = 90, Tries = 3, OnFailure = Report, OnCancel = null },
            Step("AwaitHome", "await-home") with { Seconds = 290, OnFailure = Report, OnCancel = Report },
            Step(Report, "report") with { Seconds = 60, Tries = 3, OnFailure = null, OnCancel = null },
            Step("Judge", "judge") with { Seconds = 30, OnFailure = null, OnCancel = null });
        return _definition.ToJson(Role.Role.Arn);
    }

    private AutomationStep Step(string name, string asked) => new(name)
    {
        Function = _function.Arn,
        Payload = new JsonObject { ["step"] = asked, ["drill"] = AutomationDefinition.Execution, ["startedBy"] = _startedBy },
        Seconds = AutomationStep.LongestSeconds,
        OnFailure = LeadHome,
        OnCancel = LeadHome,
    };
}
