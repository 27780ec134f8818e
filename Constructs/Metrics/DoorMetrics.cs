using HashiCorp.Cdktf.Providers.Aws.AcmCertificateValidation;
using HashiCorp.Cdktf.Providers.Aws.Route53HealthCheck;

namespace PaymentDr;

/// <summary>What is published of the ways in: by API Gateway, the load balancer, ECS, Certificate Manager and Route 53.</summary>
internal static class DoorMetrics
{
    public static Metric Requests(this PaymentApi api) => Of(api, "Count", Statistic.Sum);

    /// <summary>Answers from 500 on; their average is their share of all.</summary>
    public static Metric Faults(this PaymentApi api) => Of(api, "5XXError", Statistic.Average);

    /// <summary>Answers from 400 to 499.</summary>
    public static Metric Refusals(this PaymentApi api) => Of(api, "4XXError", Statistic.Average);

    /// <summary>In milliseconds.</summary>
    public static Metric Latency(this PaymentApi api) => Of(api, "Latency", Statistic.P99);

    /// <summary>For which the balancer found a task.</summary>
    public static Metric Requests(this ServiceBalancer balancer) => Of(balancer, "RequestCount", Statistic.Sum);

    /// <summary>Answers of tasks from 500 on. Published only where there was one.</summary>
    public static Metric Faults(this ServiceBalancer balancer) => Of(balancer, "HTTPCode_Target_5XX_Count", Statistic.Sum);

    /// <summary>Answers from 500 on that the balancer gave itself, because no task did. Published only where there was one.</summary>
    public static Metric OwnFaults(this ServiceBalancer balancer) => Of(balancer, "HTTPCode_ELB_5XX_Count", Statistic.Sum);

    /// <summary>All that came. What the balancer found no task for it does not count among its requests.</summary>
    public static Metric[] Asked(this ServiceBalancer balancer) => [balancer.Requests(), balancer.OwnFaults()];

    /// <summary>In seconds.</summary>
    public static Metric Latency(this ServiceBalancer balancer) => Of(balancer, "TargetResponseTime", Statistic.P99);

    public static Metric HealthyTasks(this ServiceBalancer balancer) => OfTargets(balancer, "HealthyHostCount", Statistic.Minimum);

    public static Metric IllTasks(this ServiceBalancer balancer) => OfTargets(balancer, "UnHealthyHostCount", Statistic.Maximum);

    /// <summary>Counted by Container Insights.</summary>
    public static Metric Running(this ServiceTasks tasks) => new(
        tasks.Region, "ECS/ContainerInsights", "RunningTaskCount", Statistic.Minimum, ("ClusterName", tasks.ClusterName), ("ServiceName", tasks.Service.Name));

    /// <summary>Twice a day; never again of one that has expired.</summary>
    public static Metric DaysToExpiry(this AcmCertificateValidation certificate, Region region) =>
        new(region, "AWS/CertificateManager", "DaysToExpiry", Statistic.Minimum, ("CertificateArn", certificate.CertificateArn));

    /// <summary>1 while it is well.</summary>
    /// <param name="publisher">Route 53 publishes in us-east-1 alone, wherever the door is.</param>
    public static Metric Status(this Route53HealthCheck check, Region publisher) =>
        new(publisher, "AWS/Route53", "HealthCheckStatus", Statistic.Minimum, ("HealthCheckId", check.Id));

    private static Metric Of(PaymentApi api, string name, Statistic statistic) =>
        new(api.Region, "AWS/ApiGateway", name, statistic, ("ApiName", api.Name), ("Stage", PaymentApi.StageName));

    private static Metric Of(ServiceBalancer balancer, string name, Statistic statistic) =>
        new(balancer.Region, "AWS/ApplicationELB", name, statistic, ("LoadBalancer", balancer.Balancer.ArnSuffix));

    private static Metric OfTargets(ServiceBalancer balancer, string name, Statistic statistic) => new(
        balancer.Region, "AWS/ApplicationELB", name, statistic, ("LoadBalancer", balancer.Balancer.ArnSuffix), ("TargetGroup", balancer.Targets.ArnSuffix));
}
