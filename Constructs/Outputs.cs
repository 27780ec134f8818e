namespace PaymentDr;

/// <summary>What a deployment tells those who go on from it.</summary>
internal static class Outputs
{
    public static void Declare(
        TerraformStack stack, PerRegion<Region> regions, Tables tables, GlobalDatabase books, DnsZone zone, FrontDoors doors, EventBuses events,
        PerRegion<AlertTopic> alerts, PerRegion<Dashboard> dashboards)
    {
        Add("primary_vpc_id", regions.Primary.Vpc.Id);
        Add("secondary_vpc_id", regions.Secondary.Vpc.Id);
        Add("dynamodb_table_name", tables.Ledger.Table.Name);
        Add("sessions_table_name", tables.Sessions.Table.Name);
        Add("global_database_id", books.Database.Id);
        Add("primary_books_endpoint", books.Clusters.Primary.WriterEndpoint);
        Add("secondary_books_endpoint", books.Clusters.Secondary.WriterEndpoint);
        Add("sns_topic_arn", alerts.Primary.Topic.Arn);
        Add("secondary_sns_topic_arn", alerts.Secondary.Topic.Arn);
        Add("primary_dashboard_url", dashboards.Primary.Url);
        Add("secondary_dashboard_url", dashboards.Secondary.Url);
        if (zone.NameServers is { } servers)
        {
            Add("zone_name_servers", servers);
        }

        if (doors.Open is [var first, ..])
        {
            Add("dns_failover_domain", first.Customers);
            Add("drill_domain", doors.Drill!);
        }

        if (doors.Apis is { } apis)
        {
            Add("primary_api_domain", apis.Primary.Own.Domain.DomainName);
            Add("secondary_api_domain", apis.Secondary.Own.Domain.DomainName);
        }

        if (doors.Services is { } services)
        {
            Add("primary_image_repository", services.Primary.Images.Repository.RepositoryUrl);
            Add("secondary_image_repository", services.Secondary.Images.Repository.RepositoryUrl);
        }

        if (events.Endpoint is { } endpoint)
        {
            Add("event_endpoint_url", endpoint.Endpoint.EndpointUrl);
        }

        void Add(string name, object value) => _ = new TerraformOutput(stack, name, new TerraformOutputConfig { Value = value });
    }
}
