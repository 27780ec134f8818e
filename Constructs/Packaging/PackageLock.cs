namespace PaymentDr;

/// <summary>A file that one process at a time holds open; the operating system closes it for a process that dies.</summary>
internal static class PackageLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>How Windows, Linux and macOS say that another holds it.</summary>
    private static readonly int[] Held = [unchecked((int)0x8007_0020), 11, 35];

    public static FileStream Take(string path, Action<string> report)
    {
        for (var waiting = false; ; waiting = true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (Held.Contains(exception.HResult))
            {
                if (!waiting)
                {
                    report("Waiting for another process, which is publishing the functions.");
                }

                Thread.Sleep(Pause);
            }
        }
    }
}
