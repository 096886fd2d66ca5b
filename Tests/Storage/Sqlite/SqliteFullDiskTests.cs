using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Services.Storage.Sqlite;

namespace SignalRChat.Tests.Storage.Sqlite;

public sealed class SqliteFullDiskTests : IDisposable
{
    private const int MostBatches = 500;
    private static readonly ChatUser _alice = new() { UserId = "alice", Name = "Alice" };

    private readonly SmallDisk _disk = new(megabytes: 2);
    private readonly SqliteTestStore _store;
    private readonly List<string> _acknowledged = [];

    public SqliteFullDiskTests() => _store = new(_disk.Path);

    private static CancellationToken Cancel => CancellationToken.None;

    public void Dispose()
    {
        _store.Dispose();
        _disk.Dispose();
    }

    [Fact]
    public async Task A_full_disk_takes_nothing_half_and_everything_again_once_there_is_space()
    {
        await _store.Messages.MigrateAsync(Cancel);
        await _store.Messages.CommitAsync([new JoinCommand("lobby", _alice)], 1, Cancel);
        await AcknowledgedAsync(NewBatch());

        await FillAsync();
        var failed = await FirstFailingBatchAsync();
        await ExpectExactlyTheAcknowledgedAsync();
        if (_disk.IsMounted)
        {
            await Assert.ThrowsAsync<StorageUnavailableException>(() => AcknowledgedAsync(failed));
            await ExpectExactlyTheAcknowledgedAsync();
        }

        _disk.Free();
        await AcknowledgedAsync(failed);
        await AcknowledgedAsync(NewBatch());
        await ExpectExactlyTheAcknowledgedAsync();
    }

    // The quota belongs to the connection, which an error closes. So the space returns with the error.
    private async Task FillAsync()
    {
        if (_disk.IsMounted)
            _disk.Fill();
        else
            await _store.Database.WriteAsync(session => session.Find(new SqliteStatement("PRAGMA max_page_count=100")), Cancel);
    }

    private async Task<PostCommand[]> FirstFailingBatchAsync()
    {
        for (var count = 0; count < MostBatches; count++)
        {
            var batch = NewBatch();
            try
            {
                await AcknowledgedAsync(batch);
            }
            catch (StorageUnavailableException)
            {
                return batch;
            }
        }

        throw new InvalidOperationException("The disk never was full.");
    }

    private async Task AcknowledgedAsync(PostCommand[] batch)
    {
        var result = await _store.Messages.CommitAsync(batch, 1, Cancel);
        Assert.All(result.Results, answer => Assert.Equal((null, false), (answer.RefusalCode, answer.Duplicate)));
        _acknowledged.AddRange(batch.Select(post => post.MessageId));
    }

    private async Task ExpectExactlyTheAcknowledgedAsync()
    {
        var page = await _store.Messages.ReadUpdatesAsync("lobby", 0, int.MaxValue, Cancel);
        Assert.Equal(_acknowledged, page.Messages.Select(message => message.MessageId));
        Assert.Equal(
            Enumerable.Range(1, _acknowledged.Count).Select(place => (long)place), page.Messages.Select(message => message.Revision));
        Assert.Equal(_acknowledged.Count, page.Head);
    }

    private static PostCommand[] NewBatch() =>
        [.. Enumerable.Range(0, 20).Select(_ => new PostCommand("lobby", _alice, Guid.NewGuid().ToString(), new string('x', 500), null))];
}
