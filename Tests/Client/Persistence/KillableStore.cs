using System.Collections.Concurrent;
using SignalRChat.Client;

namespace SignalRChat.Tests.Client.Persistence;

/// <summary>
/// The store of a process that is killed at one of its writes, directly before or after it. From then on it writes nothing, and
/// no call gets an answer.
/// </summary>
internal sealed class KillableStore(FileChatStore inner, int killAtWrite, bool afterIt) : ICursorStore, IOutboxStore, IDisposable
{
    private readonly TaskCompletionSource _killed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _disk = new(1);
    private int _writes;

    /// <summary>Completes at the kill.</summary>
    public Task Killed => _killed.Task;

    /// <summary>The texts that reached the outbox on disk.</summary>
    public ConcurrentQueue<string> Added { get; } = new();

    private void Kill() => _killed.TrySetResult();

    /// <summary>A write under way at the kill completes, as it does in the kernel.</summary>
    public async Task KillAsync()
    {
        Kill();
        await _disk.WaitAsync();
        _disk.Release();
    }

    public void Dispose() => _disk.Dispose();

    public Task<RoomCursor?> LoadAsync(string room, CancellationToken cancellationToken) =>
        ((ICursorStore)inner).LoadAsync(room, cancellationToken);

    public Task<IReadOnlyList<OutboxItem>> LoadAsync(CancellationToken cancellationToken) =>
        ((IOutboxStore)inner).LoadAsync(cancellationToken);

    public Task SaveAsync(string room, RoomCursor cursor, CancellationToken cancellationToken) =>
        WriteAsync(() => ((ICursorStore)inner).SaveAsync(room, cursor, cancellationToken));

    public Task RemoveAsync(string room, CancellationToken cancellationToken) =>
        WriteAsync(() => ((ICursorStore)inner).RemoveAsync(room, cancellationToken));

    public Task AddAsync(OutboxItem item, CancellationToken cancellationToken) => WriteAsync(async () =>
    {
        await ((IOutboxStore)inner).AddAsync(item, cancellationToken);
        Added.Enqueue(item.Text);
    });

    public Task RemoveAsync(long number, CancellationToken cancellationToken) =>
        WriteAsync(() => ((IOutboxStore)inner).RemoveAsync(number, cancellationToken));

    private async Task WriteAsync(Func<Task> write)
    {
        await UnlessKilledAsync();
        await _disk.WaitAsync();
        try
        {
            var isLast = ++_writes == killAtWrite;
            if (isLast && !afterIt)
                Kill();
            if (!_killed.Task.IsCompleted)
                await write();
            if (isLast)
                Kill();
        }
        finally
        {
            _disk.Release();
        }

        await UnlessKilledAsync();
    }

    private Task UnlessKilledAsync() => _killed.Task.IsCompleted ? new TaskCompletionSource().Task : Task.CompletedTask;
}
