using System.Xml.Linq;
using Amazon.Runtime;

namespace PaymentDr.Aws;

/// <summary>Credentials of other roles, given out by one region: the world's own endpoint is in a region that may be lost.</summary>
public sealed class SecurityTokens(AwsRegion region)
{
    /// <summary>The shortest that AWS gives out: who needs them longer asks again.</summary>
    private const int Seconds = 900;

    private readonly AwsClient _tokens = region.Service("sts");

    public async Task<AWSCredentials> AssumeAsync(string role, CancellationToken cancellation)
    {
        const string Operation = "AssumeRole";
        var request = AwsRequest.Form(Operation, "2011-06-15", ("RoleArn", role), ("RoleSessionName", "recovery"), ("DurationSeconds", $"{Seconds}"));
        var answer = AnswerBody.ToXml(await _tokens.CallAsync(request, cancellation), Operation);

        return new SessionAWSCredentials(Find(answer, "AccessKeyId"), Find(answer, "SecretAccessKey"), Find(answer, "SessionToken"));
    }

    private static string Find(XDocument answer, string name) =>
        answer.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value ?? throw AnswerBody.Unreadable("AssumeRole");
}
