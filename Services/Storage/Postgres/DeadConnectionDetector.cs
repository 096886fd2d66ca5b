using Npgsql;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>
/// Finds dead connections. A network that loses packets notifies neither side, and a call would wait for its whole time-out. So
/// the detector asks the server, over a separate connection, about calls that wait for long. If the server had no work for a call
/// all the while, the request or the answer is lost. Then the call is ended, to be repeated at once. A slow call is left alone.
/// </summary>
internal sealed class DeadConnectionDetector : IDisposable
{
    // By the server's clock alone: the latency of the network does not count.
    private const string Query =
        """
        SELECT pg_backend_pid(), ARRAY(
            SELECT pid FROM pg_stat_activity
            WHERE pid = ANY ($1) AND (state LIKE 'idle%' AND state_change < clock_timestamp() - $2) IS NOT TRUE)
        """;

    // The repeated call needs the locks that such a session holds.
    private const string End =
        """
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE pid = ANY ($1) AND state LIKE 'idle%' AND state_change < clock_timestamp() - $2
        """;

    private const int AnswerSeconds = 2;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(250);

    private readonly HashSet<TrackedCall> _calls = [];
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private readonly ITimer _timer;
    private readonly TimeProvider _time;
    private readonly NpgsqlDataSource _source;
    private readonly string _question;
    private readonly int _mostSessions;
    private readonly ILogger _logger;
    private bool _isLooking;

    public DeadConnectionDetector(NpgsqlDataSource source, NpgsqlConnectionStringBuilder settings, TimeProvider time, ILogger logger)
    {
        (_source, _mostSessions, _time, _logger) = (source, settings.MaxPoolSize, time, logger);
        _question = new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            Pooling = false,
            Timeout = AnswerSeconds,
            CommandTimeout = AnswerSeconds,
            MaxAutoPrepare = 0,
        }.ConnectionString;
        _timer = time.CreateTimer(
            static watch => _ = ((DeadConnectionDetector)watch!).LookAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public TrackedCall Begin(CancellationToken cancellationToken)
    {
        var call = new TrackedCall(this, _time.GetTimestamp(), cancellationToken);
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
            if (Waiting() is { Count: > 0 } waiting)
                await AskAsync(waiting, _end.Token);
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
        catch (Exception unexpected)
        {
            // Check again, whatever the failure was: nothing else ends a waiting call.
            least = _patience;
            StorageLog.DeadConnectionDetectorFailed(_logger, unexpected);
        }
        lock (_gate)
            LookAgain(least);
    }

    /// <summary>
    /// Calls are short and many. The next check is when the oldest call would have waited for long; without calls there is no check.
    /// </summary>
    private void LookAgain(TimeSpan least)
    {
        if (_calls.Count == 0)
        {
            _isLooking = false;
            return;
        }
        var left = _patience - _time.GetElapsedTime(_calls.Min(call => call.Since));
        LookIn(left > least ? left : least);
    }

    private void LookIn(TimeSpan time)
    {
        _isLooking = true;
        _timer.Change(time, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// The calls that have waited for long. A call without a connection counts only if a connection was available: otherwise the
    /// call waits for its turn.
    /// </summary>
    private List<TrackedCall> Waiting()
    {
        var waiting = new List<TrackedCall>();
        lock (_gate)
        {
            var isFull = _calls.Count >= _mostSessions;
            foreach (var call in _calls)
            {
                if (_time.GetElapsedTime(call.Since) >= _patience && !call.WasGivenUp && (call.Session != 0 || !isFull))
                    waiting.Add(call);
            }
        }

        return waiting;
    }

    private async Task AskAsync(List<TrackedCall> waiting, CancellationToken end)
    {
        try
        {
            // A call that gets a session only now is not checked.
            var sessions = waiting.ConvertAll(call => call.Session);
            await using var connection = new NpgsqlConnection(_question);
            await connection.OpenAsync(end);
            if (await AliveAsync(connection, sessions, end) is not { } alive)
                return;

            var lost = waiting.Where((call, index) => !alive.Contains(sessions[index]) && call.Session == sessions[index]).ToList();
            if (lost.Count == 0)
                return;
            await using var command = new NpgsqlCommand(End, connection)
                .With<int[]>([.. lost.ConvertAll(call => call.Session)]).With(_patience);
            await command.ExecuteNonQueryAsync(end);
            GiveUp(lost);
        }
        catch (Exception unknown) when (PostgresErrors.IsUnavailable(unknown))
        {
            // The server does not answer: the next check asks again.
        }
    }

    /// <summary>
    /// The sessions for which the server has work; null if they cannot be identified, because a pooler gives them other numbers.
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
        // Before the calls are repeated: the pooled sessions are no better.
        _source.Clear();
        if (lost.Count(call => call.TryGiveUp()) is > 0 and var count)
            StorageLog.DeadConnectionsFound(_logger, count);
    }
}
