using SignalRChat.Contracts;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Services.Feed;

/// <summary>A database with any room: each has <see cref="Head"/> messages, which are new objects at each reading.</summary>
internal sealed class FullRooms : IMessageStore
{
    public const string Epoch = "epoch";
    public const int Head = 50;

    public bool CommitsOnCallersThread => false;

    public Task<UpdatePage> ReadUpdatesAsync(string room, long after, int limit, CancellationToken cancellationToken)
    {
        var first = (int)after + 1;
        var messages = Enumerable.Range(first, Math.Min(limit, Head - (int)after)).Select(place => new ChatMessage
        {
            MessageId = $"{Guid.CreateVersion7()}",
            Sequence = place,
            Revision = place,
            UserId = $"user-{place}",
            Name = $"User {place}",
            Text = new string('x', 100),
        });
        return Task.FromResult(new UpdatePage(Epoch, [.. messages], Head, Head));
    }

    public Task<RoomHeads> ReadHeadsAsync(IReadOnlyList<string> rooms, CancellationToken cancellationToken) =>
        Task.FromResult(new RoomHeads(Epoch, [.. rooms.Select(_ => (long)Head)]));

    public Task CheckSchemaAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task MigrateAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task BeginEpochAsync(string lost, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<BatchResult> CommitAsync(IReadOnlyList<RoomCommand> batch, long now, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<UpdatePage?> ReadUpdatesAsync(
        string room, string userId, long after, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<HistoryPage?> ReadHistoryAsync(
        string room, string userId, long? before, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();
}
