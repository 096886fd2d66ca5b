using System.Diagnostics;

namespace SignalRChat.Testing;

/// <summary>
/// A separate, real redis-server on a free port. It can be killed, frozen and restarted at the same port. It stores nothing on
/// disk, so a restart after a kill loses all data.
/// </summary>
internal sealed class RedisServer : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly RedisSecurity? _security;
    private readonly string[] _settings;
    private Process? _process;
    private ProcessGuard? _guard;

    private RedisServer(bool isSecured, string[] settings)
    {
        Port = FreePort.Find();
        _security = isSecured ? new RedisSecurity(_directory) : null;
        _settings = settings;
    }

    public int Port { get; }

    /// <summary>
    /// The connection string for StackExchange.Redis, which needs the variables of <see cref="Environment"/>.
    /// </summary>
    public string ConnectionString => $"127.0.0.1:{Port}{_security?.ConnectionString}";

    /// <summary>Makes a client trust the server's certificate.</summary>
    public IReadOnlyDictionary<string, string> Environment => _security?.Environment ?? new Dictionary<string, string>();

    /// <summary>
    /// Creates a server without starting it, and reserves a port for it. Settings are pairs such as <c>maxmemory 100mb</c>.
    /// </summary>
    public static RedisServer Create(bool isSecured = false, params string[] settings) => new(isSecured, settings);

    public static async Task<RedisServer> StartNewAsync(bool isSecured = false, params string[] settings)
    {
        var server = Create(isSecured, settings);
        try
        {
            await server.StartAsync();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    public async Task StartAsync()
    {
        End();
        string[] listen = _security is null
            ? ["--port", $"{Port}"]
            : ["--port", "0", "--tls-port", $"{Port}", .. _security.ServerArguments];
        string[] arguments = [.. listen, "--bind", "127.0.0.1", "--dir", _directory, "--save", "", "--appendonly", "no"];
        var settings = _settings.SelectMany(setting => $"--{setting}".Split(' '));
        _process = Process.Start(new ProcessStartInfo("redis-server", [.. arguments, .. settings]) { RedirectStandardOutput = true })!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _guard = new ProcessGuard(_process.Id);
        await Eventually.HoldsAsync(async () => (await AskAsync("PING")).Trim() == "PONG");
    }

    /// <summary>Kills it as <c>kill -9</c> does.</summary>
    public void Kill() => End();

    /// <summary>Freezes it: it lives and answers nothing, and the kernel still accepts connections for it.</summary>
    public void Freeze() => ProcessSignal.Stop(_process!.Id);

    public void Thaw() => ProcessSignal.Continue(_process!.Id);

    public Task FlushAsync() => AskAsync("FLUSHALL");

    public Task KillSubscribersAsync() => AskAsync("CLIENT", "KILL", "TYPE", "pubsub");

    public Task SetAsync(string setting, string value) => AskAsync("CONFIG", "SET", setting, value);

    /// <summary>The channels with a subscriber.</summary>
    public async Task<string[]> ChannelsAsync(string pattern = "*") =>
        (await AskAsync("PUBSUB", "CHANNELS", pattern)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Returns the answer of redis-cli to a command; empty if the server does not answer.</summary>
    public async Task<string> AskAsync(params string[] command)
    {
        string[] arguments = ["-p", $"{Port}", .. _security?.ClientArguments ?? [], .. command];
        return (await Tool.RunAsync(new("redis-cli", arguments))).Output;
    }

    public void Dispose()
    {
        End();
        _directory.Dispose();
    }

    private void End()
    {
        if (_process is null)
            return;
        _process.Kill();
        _process.WaitForExit();
        _guard?.Dispose();
        _process.Dispose();
        _process = null;
    }
}
