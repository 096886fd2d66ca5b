using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Npgsql;

namespace SignalRChat.Testing;

/// <summary>
/// A real PostgreSQL server on a free port of this machine, with a separate data folder. A collection of tests shares one, and
/// each test takes a new database (<see cref="NewDatabaseAsync"/>). It can be killed, restarted and frozen. It ends with this
/// process, however that ends.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    public const string SuperUser = "postgres";

    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(30);

    private readonly TempDirectory? _temporary;
    private readonly string _folder;
    private Process? _process;
    private ProcessGuard? _guard;
    private int _databases;

    private PostgresServer(string? folder)
    {
        _temporary = folder is null ? new() : null;
        _folder = folder ?? _temporary!.Path;
    }

    public int Port { get; private set; }

    /// <summary>Gets what the server writes: among others statements and waits for locks that took long. Null to drop it.</summary>
    public TextWriter? Log { get; set; }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>
    /// Starts a server and waits until it answers. It really syncs to the disk, unless a setting (<c>fsync=off</c>) says
    /// otherwise.
    /// </summary>
    public static Task<PostgresServer> StartNewAsync(params string[] settings) => StartInAsync(null, settings);

    /// <summary>The same with a data folder that the caller removes.</summary>
    public static async Task<PostgresServer> StartInAsync(string? folder, params string[] settings)
    {
        var server = new PostgresServer(folder);
        try
        {
            await server.MakeAsync();
            await server.StartAsync(settings);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Creates an empty database, and returns its connection string.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        var name = $"chat{Interlocked.Increment(ref _databases)}";
        await RunAsync($"CREATE DATABASE {name} TEMPLATE template0");
        return ConnectionString(name);
    }

    /// <summary>Returns the connection string of a database of this server, which need not exist.</summary>
    public string ConnectionString(string database = SuperUser) => $"Host=127.0.0.1;Port={Port};Username={SuperUser};Database={database}";

    /// <summary>Starts it: the first time at a free port, and then at the same port again.</summary>
    public async Task StartAsync(params string[] settings)
    {
        if (Port == 0)
            Port = FreePort.Find();
        string[] line = [ToolPath("postgres"), "-D", Data, "-p", $"{Port}", .. settings.SelectMany(setting => (string[])["-c", setting])];
        _process = Process.Start(Command(line))!;
        _guard = new ProcessGuard(_process.Id);
        await AnswersAsync();
    }

    /// <summary>
    /// Starts a standby of this server. It follows asynchronously, as far as the network permits, which is the default of
    /// failover managers.
    /// </summary>
    public async Task<PostgresServer> StartStandbyAsync()
    {
        var standby = new PostgresServer(null);
        try
        {
            await standby.RunToolAsync(
                "pg_basebackup", "-D", standby.Data, "-h", "127.0.0.1", "-p", $"{Port}", "-U", SuperUser,
                "-R", "-X", "stream", "-c", "fast", "--no-sync");
            await standby.StartAsync();
            return standby;
        }
        catch
        {
            await standby.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Waits until this standby has everything that its primary had at the call, and then cuts it off for good.
    /// </summary>
    public async Task CutOffAsync(PostgresServer primary)
    {
        var position = await primary.RunAsync("SELECT pg_current_wal_lsn()::text");
        await Eventually.HoldsAsync(async () => await RunAsync($"SELECT pg_last_wal_receive_lsn() >= '{position}'") is true);
        await RunAsync("ALTER SYSTEM SET primary_conninfo = ''");
        await RunAsync("SELECT pg_reload_conf()");
        await Eventually.HoldsAsync(async () => await RunAsync("SELECT count(*) FROM pg_stat_wal_receiver") is 0L);
    }

    /// <summary>Promotes this standby to a primary, with the data that it has received.</summary>
    public Task PromoteAsync() => RunAsync("SELECT pg_promote(true, 30)");

    /// <summary>Kills it as a crash does: it does nothing more, and recovers at its next start.</summary>
    public Task KillAsync() => EndAsync("-KILL");

    /// <summary>Freezes all its processes: connections stay open and nothing answers.</summary>
    public void Freeze() => Signal("-STOP");

    public void Thaw() => Signal("-CONT");

    /// <summary>For use after a disturbance: waits until it answers again, and starts it if it has ended.</summary>
    public Task RecoverAsync() => Eventually.HoldsAsync(async () =>
    {
        if (!_process!.HasExited)
            return await IsAnsweringAsync();
        _guard?.Dispose();
        await StartAsync();
        return true;
    });

    /// <summary>Limits the size of its files from now on; null for no limit.</summary>
    public void LimitFiles(long? bytes)
    {
        // The server first, because the processes that it starts meanwhile inherit its limit.
        if (!FileSizeLimit.TrySet(Id, bytes))
            throw new InvalidOperationException("This system cannot limit the size of PostgreSQL's files.");
        foreach (var child in Children())
            FileSizeLimit.TrySet(child, bytes);
    }

    /// <summary>Runs one statement as the superuser, outside a transaction.</summary>
    public async Task<object?> RunAsync(string sql, string database = SuperUser)
    {
        await using var connection = new NpgsqlConnection($"{ConnectionString(database)};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Returns the path of one of PostgreSQL's programs.</summary>
    public static string ToolPath(string name) =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin", name)).Last(File.Exists)
            : name;

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            Thaw();
            // SIGQUIT: it ends at once, without writing to the disk.
            await EndAsync("-QUIT");
        }
        _guard?.Dispose();
        _process?.Dispose();
        _temporary?.Dispose();
    }

    private string Id => _process!.Id.ToString(CultureInfo.InvariantCulture);

    private async Task RunToolAsync(string tool, params string[] arguments)
    {
        var end = await Tool.RunAsync(Command([ToolPath(tool), .. arguments]), _deadline);
        if (end.Code != 0)
            throw new InvalidOperationException($"{tool} ended with {end.Code}: {end.Error}");
    }

    private async Task MakeAsync()
    {
        await RunToolAsync(
            "initdb", "-D", Data, "-U", SuperUser, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions");
        await File.AppendAllTextAsync(
            Path.Combine(Data, "postgresql.conf"),
            "listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\nmax_connections = 200\n"
            + "shared_buffers = 32MB\nlogging_collector = off\nlog_lock_waits = on\nlog_min_duration_statement = 500\n"
            + "log_line_prefix = '%m [%p] '\n");
    }

    /// <summary>PostgreSQL refuses to run as root. Then it runs as the user that its package created.</summary>
    private ProcessStartInfo Command(params string[] line)
    {
        if (Environment.UserName == "root")
        {
            Tool.TryRun("chown", SuperUser, _folder);
            line = ["setpriv", $"--reuid={SuperUser}", $"--regid={SuperUser}", "--clear-groups", "--", .. line];
        }
        return new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
    }

    private async Task AnswersAsync()
    {
        // Read, so that it never waits for a full pipe.
        _process!.OutputDataReceived += (_, _) => { };
        var said = new List<string?>();
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (said)
                said.Add(line.Data);
            Log?.WriteLine(line.Data);
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Eventually.HoldsAsync(async () =>
        {
            if (_process.HasExited)
            {
                lock (said)
                    throw new InvalidOperationException($"PostgreSQL ended: {string.Join('\n', said)}");
            }
            return await IsAnsweringAsync();
        });
    }

    private async Task<bool> IsAnsweringAsync()
    {
        try
        {
            await RunAsync("SELECT 1");
            return true;
        }
        catch (Exception error) when (error is NpgsqlException or SocketException)
        {
            return false;
        }
    }

    private async Task EndAsync(string signal)
    {
        // Its children end when they notice its end. Only then may another server start on the folder.
        var children = Children();
        Tool.TryRun("kill", signal, Id);
        await _process!.WaitForExitAsync().WaitAsync(_deadline);
        await Eventually.TrueAsync(
            () => Array.TrueForAll(children, child => !Directory.Exists($"/proc/{child}")), "PostgreSQL's processes have ended");
        _guard?.Dispose();
        _guard = null;
    }

    private void Signal(string signal)
    {
        foreach (var id in (string[])[Id, .. Children()])
            Tool.TryRun("kill", signal, id);
    }

    private string[] Children() =>
        [.. Directory.GetDirectories("/proc").Select(folder => Path.GetFileName(folder))
            .Where(name => char.IsAsciiDigit(name[0]) && ParentOf(name) == Id)];

    private static string? ParentOf(string id)
    {
        try
        {
            // "id (name) state parent …", and the name may contain anything.
            var status = File.ReadAllText($"/proc/{id}/stat");
            return status[(status.LastIndexOf(')') + 2)..].Split(' ')[1];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
