using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Npgsql;

namespace PaymentDr.Tests.Postgres;

/// <summary>One PostgreSQL server on loopback, with its data in a folder of its own; both are gone when it is disposed.</summary>
internal sealed class PostgresServer : IDisposable
{
    private const string Admin = "admin";

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private readonly string _parent;
    private readonly string _folder;
    private readonly string _password;

    private PostgresServer(string parent, string password)
    {
        Port = LocalPort.FindFree();
        _parent = parent;
        _folder = Path.Combine(parent, $"server-{Port}");
        _password = password;
    }

    public int Port { get; }

    /// <summary>Of the superuser, without a pool: its connections must not outlive a crash.</summary>
    public string AdminConnection => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = Admin,
        Password = _password,
        Database = "postgres",
        Pooling = false,
        Timeout = 5,
    }.ConnectionString;

    public bool IsStandby => (bool)Query("select pg_is_in_recovery()")!;

    private string PidFile => Path.Combine(_folder, "postmaster.pid");

    private int Pid => int.Parse(File.ReadLines(PidFile).First(), CultureInfo.InvariantCulture);

    /// <summary>Why none can be started here; null when one can.</summary>
    public static string? FindObstacle() => PostgresTools.FindObstacle();

    /// <summary>A new one, not started, below a folder that is the server's to enter from now on.</summary>
    public static PostgresServer Init(string folder)
    {
        var server = new PostgresServer(folder, RandomNumberGenerator.GetHexString(32));
        PostgresTools.Own(folder);
        var passwordFile = Path.Combine(folder, "password");
        File.WriteAllText(passwordFile, server._password);
        PostgresTools.Own(passwordFile);
        PostgresTools.Run(folder, "initdb", [
            "-D", server._folder, "-U", Admin, "-A", "scram-sha-256", $"--pwfile={passwordFile}",
            "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"]);
        File.Delete(passwordFile);
        // Segments of mapped memory lie in the data folder, so that a crash leaves nothing outside.
        server.Configure(
            "listen_addresses='127.0.0.1'", "unix_socket_directories=''", "max_connections=60", "shared_buffers=16MB", "fsync=off", "timezone=UTC",
            "wal_level=replica", "hot_standby=on", "wal_keep_size=64MB", "dynamic_shared_memory_type=mmap");
        return server;
    }

    /// <summary>A standby, not started, that will follow this one.</summary>
    public PostgresServer Clone()
    {
        var standby = new PostgresServer(_parent, _password);
        PostgresTools.Run(
            _parent,
            "pg_basebackup",
            ["-D", standby._folder, "-h", "127.0.0.1", "-p", $"{Port}", "-U", Admin, "-R", "-X", "stream", "-c", "fast", "--no-sync"],
            ("PGPASSWORD", _password));
        standby.Configure();
        return standby;
    }

    /// <summary>Starts it, also after a crash, and waits until it answers.</summary>
    public void Start() => Control("start", "-l", Path.Combine(_folder, "log"));

    /// <summary>Makes a standby a server of its own, with what reached it.</summary>
    public void Promote() => Control("promote");

    /// <summary>Ends it as the loss of its machine would: without a word to anybody.</summary>
    public void Crash()
    {
        // The one thing that would stay on this machine: the last word of a line of the file names it.
        var segment = File.ReadLines(PidFile).ElementAt(6).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1];
        Signal("-KILL");
        ExternalTool.Run("ipcrm", ["-m", segment], _folder);
        WaitFor(() => !LocalPort.Accepts(Port), "The server outlived its end.");
        // A process that is dead but not yet collected counts as a running server.
        File.Delete(PidFile);
    }

    /// <summary>Stops it in the middle of everything; it still accepts connections, and answers none.</summary>
    public void Freeze() => Signal("-STOP");

    public void Thaw() => Signal("-CONT");

    /// <summary>Waits until this standby has all that was committed there.</summary>
    public void CatchUpWith(PostgresServer primary)
    {
        var written = (string)primary.Query("select pg_current_wal_lsn()::text")!;
        WaitFor(() => Query($"select pg_last_wal_replay_lsn() >= '{written}'") is true, $"The standby did not reach {written}.");
    }

    /// <summary>The first value that the superuser gets for it.</summary>
    public object? Query(string sql, string database = "postgres")
    {
        using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(AdminConnection) { Database = database }.ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    public void Dispose()
    {
        if (File.Exists(PidFile))
        {
            Crash();
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static void WaitFor(Func<bool> condition, string otherwise)
    {
        var started = Stopwatch.StartNew();
        while (!condition())
        {
            if (started.Elapsed > LongestWait)
            {
                throw new TimeoutException(otherwise);
            }

            Thread.Sleep(20);
        }
    }

    /// <summary>The last line of a setting counts, so a standby's own port comes after what it copied.</summary>
    private void Configure(params string[] lines) => File.AppendAllLines(Path.Combine(_folder, "postgresql.conf"), [.. lines, $"port={Port}"]);

    /// <summary>With a log of its own the server keeps none of the pipes of what started it.</summary>
    private void Control(string command, params string[] options) =>
        PostgresTools.Run(_parent, "pg_ctl", ["-D", _folder, "-w", "-t", "30", .. options, command]);

    /// <summary>To the server and the processes that it started.</summary>
    private void Signal(string signal)
    {
        var children = ExternalTool.Run("pgrep", ["-P", $"{Pid}"], _folder).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        ExternalTool.Run("kill", [signal, $"{Pid}", .. children], _folder);
    }
}
