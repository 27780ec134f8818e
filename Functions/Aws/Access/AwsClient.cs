using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Transform;

namespace PaymentDr.Aws;

/// <summary>
/// Any service of AWS that has no client of its own here, through the SDK's own pipeline: credentials, signatures, retries, clock skew.
/// </summary>
public sealed class AwsClient : AmazonServiceClient
{
    internal AwsClient(AWSCredentials credentials, AwsClientConfig config)
        : base(credentials, config)
    {
    }

    protected override IServiceMetadata ServiceMetadata { get; } = new Metadata();

    public async Task<byte[]> CallAsync(AwsRequest request, CancellationToken cancellation) => (await SendAsync(request, cancellation)).Body;

    public Task<AwsResponse> SendAsync(AwsRequest request, CancellationToken cancellation)
    {
        var options = new InvokeOptions
        {
            RequestMarshaller = new RequestMarshaller(Config.RegionEndpointServiceName),
            ResponseUnmarshaller = new AnswerReader(),
        };

        return InvokeAsync<AwsResponse>(request, options, cancellation);
    }

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new EndpointFromConfig());
        pipeline.AddHandlerAfter<Marshaller>(new Signature());
    }

    private sealed class Metadata : IServiceMetadata
    {
        public string ServiceId => "PaymentDr";

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
    }

    private sealed class Signature : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) =>
            [new AuthSchemeOption { SchemeId = "aws.auth#sigv4" }];
    }

    private sealed class EndpointFromConfig : BaseEndpointResolver
    {
        protected override void ServiceSpecificHandler(IExecutionContext executionContext, EndpointParameters parameters)
        {
        }

        protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) => new NoParameters();

        private sealed class NoParameters : EndpointParameters;
    }

    private sealed class RequestMarshaller(string service) : IMarshaller<IRequest, AmazonWebServiceRequest>
    {
        public IRequest Marshall(AmazonWebServiceRequest input)
        {
            var call = (AwsRequest)input;
            var request = new DefaultRequest(call, service) { HttpMethod = call.Method, ResourcePath = call.Path };
            if (call.Method == "POST")
            {
                request.Content = call.Body;
                request.Headers["Content-Type"] = call.ContentType;
            }

            if (call.Target is not null)
            {
                request.Headers["X-Amz-Target"] = call.Target;
            }

            foreach (var (name, value) in call.Query)
            {
                request.Parameters[name] = value;
            }

            request.UseQueryString = call.Query.Count > 0;
            return request;
        }
    }
}
