namespace PaymentDr.Tests;

/// <summary>Marks a test that calls <see cref="Snapshot.Verify"/>: by the mark, files without a test are found.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SnapshotAttribute : CategoryAttribute;
