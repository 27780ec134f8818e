using PaymentDr.Aws;

namespace PaymentDr.Commands;

/// <summary>Who writes the books, and what that means to who removes them: AWS removes no writer that another cluster follows, and Terraform begins with the secondary's.</summary>
/// <param name="Text">For whoever decides.</param>
internal abstract record BooksStanding(string Text)
{
    /// <summary>There is no database, or nothing in it.</summary>
    public sealed record Absent(string Database) : BooksStanding($"{Database} is not there, or has no member.");

    /// <summary>As Terraform made them, or without anybody who follows.</summary>
    public sealed record Removable(ClusterArn Writer) : BooksStanding($"{Named(Writer)} writes. The roles stay as they are.");

    /// <summary>After a failover, and the primary's cluster can take over again.</summary>
    public sealed record Away(ClusterArn Writer, ClusterArn Home)
        : BooksStanding($"{Named(Writer)} writes, and {Named(Home)} follows. First of all the latter is made the writer, or, where RDS refuses that, taken out of the database.");

    /// <summary>After a failover, and the primary's cluster cannot take over.</summary>
    public sealed record Lost(ClusterArn Writer, ClusterArn Home, string Reason)
        : BooksStanding($"{Named(Writer)} writes, and {Named(Home)} cannot take over: {Reason}. First of all it is taken out of the database, for good.");

    protected static string Named(ClusterArn cluster) => $"{cluster.Identifier} in {cluster.Region}";
}
