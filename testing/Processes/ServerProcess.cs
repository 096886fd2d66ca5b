namespace SignalRChat.Testing;

/// <summary>
/// The real server as a separate process on one data folder. It can be killed, stopped, and restarted at the same address.
/// </summary>
internal sealed class ServerProcess(
    string? dataDirectory, IReadOnlyDictionary<string, string>? settings = null, TextWriter? log = null, ServerProgram? program = null)
    : IAsyncDisposable
{
    /// <summary>The time for a start or an end on a machine with other work.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private ServerRun? _run;
    private int _port;

    /// <summary>The limit on its open files; null for the limit of this process.</summary>
    public int? OpenFiles { get; init; }

    public Uri Url => new($"http://127.0.0.1:{_port}");

    public int Id => Run.Id;

    /// <summary>The last lines of its output.</summary>
    public string Output => _run?.Output ?? "";

    private ServerRun Run => _run ?? throw new InvalidOperationException("The server was not started.");

    /// <summary>
    /// Starts a server on this data folder. Settings are keys in the form <c>Chat:Limits:TextLength</c>. Its output goes to the
    /// log, which must support several writers.
    /// </summary>
    /// <param name="dataDirectory">Its data folder; null for a program without one.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="log">Receives its output.</param>
    /// <param name="program">The program; null for the server that was built with the tests.</param>
    public static async Task<ServerProcess> StartNewAsync(
        string? dataDirectory, IReadOnlyDictionary<string, string>? settings = null, TextWriter? log = null, ServerProgram? program = null)
    {
        var server = new ServerProcess(dataDirectory, settings, log, program);
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

    /// <summary>For a start that must fail: waits for the end of the process.</summary>
    public static async Task<ServerExit> RunToEndAsync(string dataDirectory, IReadOnlyDictionary<string, string>? settings = null)
    {
        using var run = new ServerRun(dataDirectory, port: 0, settings);
        return await run.ExitAsync(Deadline);
    }

    /// <summary>Starts it: the first time at a free port, and then at the same port again.</summary>
    public async Task StartAsync()
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            _run?.Dispose();
            _run = new ServerRun(dataDirectory, _port, settings, log, program, OpenFiles);
            if (await _run.StartedAsync(Deadline) is { } port)
            {
                _port = port;
                return;
            }
            // A client that connected too early may hold the port for a moment, because the system may use the port for any
            // outgoing connection.
            if (!_run.Output.Contains("address already in use", StringComparison.Ordinal)
                || TimeProvider.System.GetElapsedTime(start) > Deadline)
            {
                throw new InvalidOperationException($"The server ended before it had started:\n{_run.Output}");
            }
        }
    }

    /// <summary>Returns its address during a start that has begun and has not completed.</summary>
    public async Task<Uri> ListensAsync() => await Run.ListeningAsync(Deadline) is { } port
        ? new($"http://127.0.0.1:{port}")
        : throw new InvalidOperationException($"The server ended before it listened:\n{Output}");

    /// <summary>Kills it as <c>kill -9</c> does: it does nothing more.</summary>
    public async Task<ServerExit> KillAsync()
    {
        Run.Kill();
        return await Run.ExitAsync(Deadline);
    }

    /// <summary>Stops it with a signal, as a supervisor does, and waits for its end.</summary>
    public async Task<ServerExit> TerminateAsync()
    {
        ProcessSignal.Terminate(Id);
        return await Run.ExitAsync(Deadline);
    }

    /// <summary>
    /// Freezes it, with everything that it holds, until it is thawed. A machine that swaps, or a virtual machine that is moved,
    /// behaves like this.
    /// </summary>
    public void Freeze() => ProcessSignal.Stop(Id);

    public void Thaw() => ProcessSignal.Continue(Id);

    public ValueTask DisposeAsync()
    {
        _run?.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>The exit code of a server, and the last lines of its output.</summary>
internal sealed record ServerExit(int Code, string StandardOutput, string StandardError);
