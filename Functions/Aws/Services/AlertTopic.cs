namespace PaymentDr.Aws;

/// <summary>Where people are told what they have to know.</summary>
public sealed class AlertTopic(AwsRegion region, string arn)
{
    private readonly AwsClient _sns = region.Service("sns");

    /// <param name="subject">At most 100 characters, in one line.</param>
    public Task TellAsync(string subject, string message, CancellationToken cancellation) =>
        _sns.CallAsync(AwsRequest.Form("Publish", "2010-03-31", ("TopicArn", arn), ("Subject", subject), ("Message", message)), cancellation);
}
