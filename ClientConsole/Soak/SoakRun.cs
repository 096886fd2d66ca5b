using SignalRChat.ClientConsole.Output;
using SignalRChat.ClientConsole.Settings;
using Spectre.Console;

namespace SignalRChat.ClientConsole.Soak;

/// <summary>
/// Sends through many connections, and checks the received messages against the answers and against the server's final state.
/// The server may be killed and restarted meanwhile: that is the purpose of the soak.
/// </summary>
internal sealed class SoakRun : IAsyncDisposable
{
    private static readonly TimeSpan _tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _http = new();
    private readonly ConsoleSettings _settings;
    private readonly SoakPlan _plan;
    private readonly TimeProvider _time;
    private readonly ISoakOutput _output;
    private readonly RoomLedger[] _ledgers;
    private readonly SoakConnection[] _connections;
    private long _begun;

    public SoakRun(ConsoleSettings settings, SoakPlan plan, TimeProvider time)
    {
        _settings = settings;
        _plan = plan;
        _time = time;
        _output = settings.IsJson
            ? new SoakJson(new JsonEvents(Console.Out, new NullEventOutput()), Console.Error)
            : new SoakText(NewConsole(settings), Console.Error, !Console.IsErrorRedirected);
        var run = Guid.CreateVersion7(time.GetUtcNow()).ToString("N")[..12];
        _ledgers = [.. Enumerable.Range(0, plan.Rooms).Select(i => new RoomLedger($"soak-{run}-{i + 1}"))];
        _connections = [.. Enumerable.Range(0, plan.Connections).Select(i =>
            new SoakConnection(settings, plan, _ledgers[i % plan.Rooms], $"soak-{i + 1}", _http, time)
            {
                Verbose = settings.IsVerbose ? _output.Note : _ => { },
            })];
    }

    /// <summary>Ctrl+C ends the sending; sent messages are still drained and counted.</summary>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        await using var self = this;
        if (await StartAsync(stop) is { } failed)
            return failed;

        _begun = _time.GetTimestamp();
        using var over = new CancellationTokenSource();
        var watching = WatchAsync(over.Token);
        await SendAsync(stop);
        using var drain = new CancellationTokenSource(_plan.Drain, _time);
        try
        {
            return await CountAsync(drain.Token);
        }
        finally
        {
            await over.CancelAsync();
            await watching;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_connections.Select(connection => connection.DisposeAsync().AsTask()));
        _http.Dispose();
    }

    private async Task<int?> StartAsync(CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(_settings.ConnectTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = either.Token };
            await Parallel.ForEachAsync(_connections, options, async (connection, cancel) =>
            {
                await connection.StartAsync(cancel);
                patience.CancelAfter(_settings.ConnectTimeout);
            });
            return null;
        }
        catch (OperationCanceledException)
        {
            if (stop.IsCancellationRequested)
                return ExitCodes.Interrupted;
            _output.Note($"No connection for {_settings.ConnectTimeout.TotalSeconds:0.#} s: giving up.");
            return ExitCodes.CannotConnect;
        }
        catch (ChatAuthenticationException e)
        {
            _output.Note(e.Message);
            return ExitCodes.AuthenticationRefused;
        }
        catch (ChatRefusedException e)
        {
            _output.Note($"{e.Code}: {e.Message}");
            return ExitCodes.NotAcknowledged;
        }
    }

    /// <summary>Follows the clock: after a delay it sends all due messages, so that the rate is as requested.</summary>
    private async Task SendAsync(CancellationToken stop)
    {
        var messages = (long)(_plan.Duration.TotalSeconds * _plan.Rate);
        for (var n = 0L; n < messages && !stop.IsCancellationRequested; n++)
        {
            var ahead = TimeSpan.FromSeconds(n / _plan.Rate) - _time.GetElapsedTime(_begun);
            if (ahead > TimeSpan.Zero)
            {
                await Task.Delay(ahead, _time, stop).ContinueWith(
                    static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
            if (!stop.IsCancellationRequested)
                _connections[n % _connections.Length].Send();
        }
    }

    private async Task<int> CountAsync(CancellationToken drain)
    {
        try
        {
            await HoldsAsync(() => _connections.All(connection => connection.InFlight == 0), drain);
            var stored = await new SoakAudit(_settings, _http, _time).ReadAsync(_ledgers, drain);
            await HoldsAsync(() => _connections.All(connection => connection.Cursor >= stored[connection.Ledger.Room].Head), drain);
            var report = SoakCount.Of(_connections, _ledgers, stored, _time.GetElapsedTime(_begun));
            _output.Result(report);
            return report.ExitCode;
        }
        catch (Exception e) when (e is OperationCanceledException
            or ChatDisconnectedException or ChatAuthenticationException or ChatRefusedException)
        {
            _output.Note($"Could not read the rooms at the end, so the result is unknown: {e.Message}");
            return e is ChatAuthenticationException ? ExitCodes.AuthenticationRefused : ExitCodes.ConnectionLost;
        }
    }

    /// <summary>Waits for the condition while there is time; whatever is missing then is counted.</summary>
    private async Task HoldsAsync(Func<bool> condition, CancellationToken drain)
    {
        using var looks = new PeriodicTimer(_look, _time);
        try
        {
            while (!condition())
                await looks.WaitForNextTickAsync(drain);
        }
        catch (OperationCanceledException)
        {
            // Time is up.
        }
    }

    private async Task WatchAsync(CancellationToken over)
    {
        using var ticks = new PeriodicTimer(_tick, _time);
        try
        {
            while (await ticks.WaitForNextTickAsync(over))
                _output.Progress(Now());
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private SoakProgress Now() => new(
        _time.GetElapsedTime(_begun),
        _plan.Duration,
        _connections.Count(connection => connection.IsConnected),
        _connections.Length,
        _ledgers.Sum(ledger => Interlocked.Read(ref ledger.Sent)),
        _ledgers.Sum(ledger => (long)ledger.Acked),
        _connections.Sum(connection => connection.Read(reader => reader.Received)),
        _connections.Sum(connection => connection.Reconnects));

    private static IAnsiConsole NewConsole(ConsoleSettings settings)
    {
        var colors = settings.NoColor ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect;
        var console = AnsiConsole.Create(new() { ColorSystem = colors });
        if (Console.IsOutputRedirected)
            console.Profile.Width = 200;
        return console;
    }
}
