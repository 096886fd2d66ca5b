namespace SignalRChat.Tests.Support;

/// <summary>
/// The real server as a process of its own, on one data folder: it can be killed, told to stop, and started again at the same address.
/// It needs neither the test framework nor the server's types, so that another test project can link this file and the two beside it.
/// </summary>
internal sealed class ServerProcess(string dataDirectory, IReadOnlyDictionary<string, string>? settings = null, TextWriter? log = null, string? published = null) : IAsyncDisposable
{
    /// <summary>For a start or an end on a machine that is busy with other things.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private ServerRun? _run;
    private int _port;

    /// <summary>How many files it may have open; null: as many as this process.</summary>
    public int? OpenFiles { get; init; }

    public Uri Url => new($"http://127.0.0.1:{_port}");

    public int Id => Run.Id;

    /// <summary>The last lines of what it has written.</summary>
    public string Output => _run?.Output ?? "";

    private ServerRun Run => _run ?? throw new InvalidOperationException("The server was not started.");

    /// <summary>
    /// A server on this data folder, started. Settings are keys in the form <c>Chat:Limits:TextLength</c>. All it writes goes to
    /// the log, which bears several writers.
    /// </summary>
    /// <param name="dataDirectory">Its data folder.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="log">Where its output goes.</param>
    /// <param name="published">The folder it was published to, from which it then runs in Production; null for the one that was
    /// built with the tests.</param>
    public static async Task<ServerProcess> StartNewAsync(
        string dataDirectory, IReadOnlyDictionary<string, string>? settings = null, TextWriter? log = null, string? published = null)
    {
        var server = new ServerProcess(dataDirectory, settings, log, published);
        try
        {
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>For a start that is to be refused: waits for the end of the process.</summary>
    public static async Task<ServerExit> RunToEndAsync(string dataDirectory, IReadOnlyDictionary<string, string>? settings = null)
    {
        using var run = new ServerRun(dataDirectory, port: 0, settings);
        return await run.ExitAsync(Deadline);
    }

    /// <summary>Starts it, the first time at a free port and then at the same again.</summary>
    public async Task StartAsync()
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            _run?.Dispose();
            _run = new ServerRun(dataDirectory, _port, settings, log, published, OpenFiles);
            if (await _run.StartedAsync(Deadline) is { } port)
            {
                _port = port;
                return;
            }
            // A client that came too early may hold the port for a moment: the system gives it out to whoever asks for any.
            if (!_run.Output.Contains("address already in use", StringComparison.Ordinal) || TimeProvider.System.GetElapsedTime(start) > Deadline)
                throw new InvalidOperationException($"The server ended before it had started:\n{_run.Output}");
        }
    }

    /// <summary>Where it listens, in a start that has begun and is not over.</summary>
    public async Task<Uri> ListensAsync() => await Run.ListeningAsync(Deadline) is { } port
        ? new($"http://127.0.0.1:{port}")
        : throw new InvalidOperationException($"The server ended before it listened:\n{Output}");

    /// <summary>As <c>kill -9</c> does: it gets to do nothing more.</summary>
    public async Task<ServerExit> KillAsync()
    {
        Run.Kill();
        return await Run.ExitAsync(Deadline);
    }

    /// <summary>Tells it to stop, as a supervisor does, and waits for its end.</summary>
    public async Task<ServerExit> TerminateAsync()
    {
        Run.Signal(ServerRun.SigTerm);
        return await Run.ExitAsync(Deadline);
    }

    /// <summary>
    /// It stands still, with all it holds, until it is thawed: what a machine does that swaps, or whose virtual machine is moved.
    /// </summary>
    public void Freeze() => Run.Signal(ServerRun.SigStop);

    public void Thaw() => Run.Signal(ServerRun.SigCont);

    public ValueTask DisposeAsync()
    {
        _run?.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>How a server ended, and the last lines of what it wrote.</summary>
internal sealed record ServerExit(int Code, string StandardOutput, string StandardError);
