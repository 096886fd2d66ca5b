using Npgsql;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>
/// Finds connections that lead nowhere. A network that swallows what is sent tells neither side, and a call would wait for the
/// whole of its time-out. So the server is asked, over a connection made for the question, about whoever waits for long: where it
/// has had nothing to do for a call all the while, what it was asked or what it answered is lost, and the call is ended, to be
/// made again at once. One that is only slow is left alone.
/// </summary>
internal sealed class DeadConnectionDetector : IDisposable
{
    // By the server's clock alone: however long the way is, it does not count.
    private const string Query =
        """
        SELECT pg_backend_pid(), ARRAY(
            SELECT pid FROM pg_stat_activity WHERE pid = ANY ($1) AND (state LIKE 'idle%' AND state_change < clock_timestamp() - $2) IS NOT TRUE)
        """;

    // What such a session holds locked is wanted by the call that is made again.
    private const string End =
        """
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid = ANY ($1) AND state LIKE 'idle%' AND state_change < clock_timestamp() - $2
        """;

    private const int AnswerSeconds = 2;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(250);

    private readonly HashSet<TrackedCall> _calls = [];
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Timer _timer;
    private readonly NpgsqlDataSource _source;
    private readonly string _question;
    private readonly int _mostSessions;
    private readonly ILogger _logger;
    private bool _isLooking;

    public DeadConnectionDetector(NpgsqlDataSource source, NpgsqlConnectionStringBuilder settings, ILogger logger)
    {
        (_source, _mostSessions, _logger) = (source, settings.MaxPoolSize, logger);
        _question = new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            Pooling = false,
            Timeout = AnswerSeconds,
            CommandTimeout = AnswerSeconds,
            MaxAutoPrepare = 0,
        }.ConnectionString;
        _timer = new Timer(static watch => _ = ((DeadConnectionDetector)watch!).LookAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public TrackedCall Begin(CancellationToken cancellationToken)
    {
        var call = new TrackedCall(this, TimeProvider.System.GetTimestamp(), cancellationToken);
        lock (_gate)
        {
            _calls.Add(call);
            if (!_isLooking)
                LookIn(_patience);
        }
        return call;
    }

    public void Forget(TrackedCall call)
    {
        lock (_gate)
            _calls.Remove(call);
    }

    public void Dispose()
    {
        _end.Cancel();
        _timer.Dispose();
    }

    private async Task LookAsync()
    {
        var least = _look;
        try
        {
            if (Waiting() is { Count: > 0 } waiting) await AskAsync(waiting, _end.Token);
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
        catch (Exception unexpected)
        {
            // It is looked again, whatever it was: who waits has nobody else.
            least = _patience;
            StorageLog.DeadConnectionDetectorFailed(_logger, unexpected);
        }
        lock (_gate)
            LookAgain(least);
    }

    /// <summary>
    /// Calls are short and many: it is looked when the oldest would have waited for long, and not at all while there is none.
    /// </summary>
    private void LookAgain(TimeSpan least)
    {
        if (_calls.Count == 0)
        {
            _isLooking = false;
            return;
        }
        var left = _patience - TimeProvider.System.GetElapsedTime(_calls.Min(call => call.Since));
        LookIn(left > least ? left : least);
    }

    private void LookIn(TimeSpan time)
    {
        _isLooking = true;
        _timer.Change(time, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Those who have waited for long. Who has no connection yet counts only where one could be had: else the call waits for its
    /// turn.
    /// </summary>
    private List<TrackedCall> Waiting()
    {
        var waiting = new List<TrackedCall>();
        lock (_gate)
        {
            var isFull = _calls.Count >= _mostSessions;
            foreach (var call in _calls)
            {
                if (TimeProvider.System.GetElapsedTime(call.Since) >= _patience && !call.WasGivenUp && (call.Session != 0 || !isFull)) waiting.Add(call);
            }
        }

        return waiting;
    }

    private async Task AskAsync(List<TrackedCall> waiting, CancellationToken end)
    {
        try
        {
            // Who comes to a session only now is not asked about.
            var sessions = waiting.ConvertAll(call => call.Session);
            await using var connection = new NpgsqlConnection(_question);
            await connection.OpenAsync(end);
            if (await AliveAsync(connection, sessions, end) is not { } alive) return;

            var lost = waiting.Where((call, index) => !alive.Contains(sessions[index]) && call.Session == sessions[index]).ToList();
            if (lost.Count == 0) return;
            await using var command = new NpgsqlCommand(End, connection).With<int[]>([.. lost.ConvertAll(call => call.Session)]).With(_patience);
            await command.ExecuteNonQueryAsync(end);
            GiveUp(lost);
        }
        catch (Exception unknown) when (PostgresErrors.IsUnavailable(unknown))
        {
            // Nothing is to be had from the server: it is asked again.
        }
    }

    /// <summary>
    /// The sessions for which the server has something to do; none where it cannot be told, because a pooler gives other numbers
    /// to them.
    /// </summary>
    private static async Task<HashSet<int>?> AliveAsync(NpgsqlConnection connection, List<int> sessions, CancellationToken end)
    {
        await using var command = new NpgsqlCommand(Query, connection).With<int[]>([.. sessions]).With(_patience);
        await using var row = await command.ExecuteReaderAsync(end);
        await row.ReadAsync(end);
        return row.GetInt32(0) == connection.ProcessID ? [.. row.GetFieldValue<int[]>(1)] : null;
    }

    private void GiveUp(List<TrackedCall> lost)
    {
        // Before they are made again: those in the pool are no better.
        _source.Clear();
        if (lost.Count(call => call.TryGiveUp()) is > 0 and var count) StorageLog.LinkLost(_logger, count);
    }
}
