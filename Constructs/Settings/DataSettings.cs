namespace PaymentDr;

/// <summary>The relational books, in both regions alike.</summary>
/// <param name="EngineVersion">Of Aurora PostgreSQL.</param>
/// <param name="Instances">In each cluster.</param>
/// <param name="RetentionDays">How far back the writer can be restored to any second.</param>
public sealed record BooksSettings(string EngineVersion, string InstanceClass, int Instances, int RetentionDays);

/// <summary>How objects age, in days.</summary>
public sealed record StorageSettings(int InfrequentAccessAfterDays, int ArchiveAfterDays, int ExpireAfterDays);

/// <param name="RetentionDays">How long a daily recovery point is kept, in both regions.</param>
public sealed record BackupSettings(int RetentionDays);
