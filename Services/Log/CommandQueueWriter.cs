using System.Diagnostics.Metrics;

namespace SignalRChat.Services.Log;

/// <summary>
/// Commits the command queue. All waiting commands share one transaction, except those of rooms that another session holds
/// (<see cref="HeldRooms"/>). A store that commits on the caller's thread gets a dedicated thread, because the disk would block a
/// pool thread. For other stores the writer continues on the thread of the call that enqueues a command, or of the database's
/// answer. A dedicated thread would have to wake twice for each message.
/// </summary>
internal sealed class CommandQueueWriter(
    CommandQueue queue,
    IMessageStore store,
    ICommittedUpdates feeds,
    IRoomUpdatePublisher publisher,
    CommitMetrics metrics,
    IOptions<CommitOptions> options,
    TimeProvider time,
    ILogger<CommandQueueWriter> logger) : IHostedService
{
    private readonly BatchCommitter _committer = new(store, feeds, publisher, metrics, options.Value, time, logger);
    private readonly int _maxBatch = options.Value.MaxBatch;
    private readonly HeldRooms _held = queue.Held;
    private readonly List<PendingCommand> _batch = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _hasStarted;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _hasStarted = true;
        if (store.CommitsOnCallersThread)
            new Thread(RunOnThread) { IsBackground = true, Name = "command queue" }.Start();
        else
            _ = RunAsync();
        return Task.CompletedTask;
    }

    /// <summary>
    /// Stores the commands that still wait. The host's shutdown time-out limits this; commands left after it get no answer.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Close();
        if (!_hasStarted)
            return;
        await _ended.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_ended.Task.IsCompleted)
            CommandQueueLog.GivenUp(logger);
    }

    private void RunOnThread()
    {
        while (queue.WaitForWork())
            StoreNextAsync().GetAwaiter().GetResult();
        _held.EndAsync().GetAwaiter().GetResult();
        _ended.SetResult();
    }

    private async Task RunAsync()
    {
        try
        {
            while (await queue.Waiting.WaitToReadAsync())
                await StoreNextAsync();
            await _held.EndAsync();
            _ended.SetResult();
        }
        catch (Exception defect)
        {
            EndProcess(defect);
        }
    }

    private async Task StoreNextAsync()
    {
        while (_batch.Count < _maxBatch && queue.Waiting.TryRead(out var pending))
        {
            if (!_committer.TryFollow(pending, _held))
                _batch.Add(pending);
        }
        if (_batch.Count > 0)
            await _committer.StoreAsync(_batch, _held);
        _batch.Clear();
        while (_held.TryBeginWriter())
            _ = Task.Run(StoreHeldAsync);
    }

    /// <summary>
    /// One side writer: a room at a time, for as long as one waits. Rooms take turns, so that a busy one does not keep the writer.
    /// </summary>
    private async Task StoreHeldAsync()
    {
        try
        {
            List<PendingCommand> batch = [], overdue = [];
            while (_held.TryTake(batch, _maxBatch, overdue, _committer.IsOverdue, out var room))
            {
                _committer.RefuseOverdue(room, overdue);
                if (batch.Count > 0)
                    await _committer.StoreAsync(batch, held: null);
                batch.Clear();
                overdue.Clear();
                _held.Return(room);
            }
        }
        catch (Exception defect)
        {
            EndProcess(defect);
        }
    }

    // As on a dedicated thread: a node whose command queue has ended would accept messages and answer none of them.
    private static void EndProcess(Exception defect) => Environment.FailFast("The command queue has ended.", defect);
}

/// <summary>The metrics of commits, for the operator.</summary>
internal sealed class CommitMetrics : IDisposable
{
    public const string MeterName = "SignalRChat.Messages";

    private static readonly InstrumentAdvice<double> _seconds =
        new() { HistogramBucketBoundaries = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10] };
    private static readonly InstrumentAdvice<int> _commands = new() { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500] };

    private readonly Meter _meter;
    private readonly Histogram<double> _commitDuration;
    private readonly Histogram<double> _wait;
    private readonly Histogram<int> _batchSize;
    private readonly Counter<long> _unavailable;

    public CommitMetrics(IMeterFactory meters, CommandQueue queue)
    {
        _meter = meters.Create(MeterName);
        _commitDuration = _meter.CreateHistogram(
            "signalrchat.commit.duration", "s", "Duration of a committed transaction.", null, _seconds);
        _wait = _meter.CreateHistogram(
            "signalrchat.commit.wait", "s", "How long a command waited for the begin of its transaction.", null, _seconds);
        _batchSize = _meter.CreateHistogram(
            "signalrchat.commit.batch.size", "{command}", "Messages and other commands in one transaction.", null, _commands);
        _unavailable = _meter.CreateCounter<long>(
            "signalrchat.commit.unavailable", "{command}", "Commands rejected because the database did not answer.");
        _unavailable.Add(0);
        _meter.CreateObservableGauge(
            "signalrchat.commit.waiting", () => queue.Waiting.Count, "{command}", "Commands that wait for the database.");
        _meter.CreateObservableGauge(
            "signalrchat.commit.set_aside", () => queue.Held.Count, "{command}", "Commands that wait for a room of another node.");
    }

    public void Committed(int commands, TimeSpan took)
    {
        _batchSize.Record(commands);
        _commitDuration.Record(took.TotalSeconds);
    }

    public void Waited(TimeSpan wait) => _wait.Record(wait.TotalSeconds);

    public void Unavailable(int commands) => _unavailable.Add(commands);

    public void Dispose() => _meter.Dispose();
}
