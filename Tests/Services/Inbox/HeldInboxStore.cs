using System.Threading.Channels;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Services.Inbox;

/// <summary>A store whose batches of read cursors the test ends.</summary>
internal sealed class HeldInboxStore : IInboxStore
{
    private readonly Channel<HeldBatch> _batches = Channel.CreateUnbounded<HeldBatch>();

    public async Task<HeldBatch> NextAsync() => await _batches.Reader.ReadAsync().AsTask().WaitAsync(Eventually.Deadline);

    public Task<ReadMark[]> MarkReadAsync(IReadOnlyList<ReadRequest> batch, CancellationToken cancellationToken)
    {
        var held = new HeldBatch(batch);
        _batches.Writer.TryWrite(held);
        return held.Outcome;
    }

    public Task CompleteInboxAsync(string userId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<InboxPage> ReadInboxAsync(string userId, long after, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ReadCursorsRead?> ReadCursorsAsync(string room, string userId, int mostMembers, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<InboxEntry?[]> ReadActivityAsync(
        IReadOnlyList<(string UserId, string Room)> pairs, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ChangedInboxes?> ReadInboxChangesAsync(string? place, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}

internal sealed class HeldBatch(IReadOnlyList<ReadRequest> requests)
{
    private readonly TaskCompletionSource<ReadMark[]> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<ReadRequest> Requests { get; } = requests;

    public Task<ReadMark[]> Outcome => _outcome.Task;

    public void Store() =>
        _outcome.SetResult([.. Requests.Select(request => new ReadMark(null, request.Sequence, 0, 0, IsMoved: true, Members: 2))]);

    public void Fail(Exception error) => _outcome.SetException(error);
}
