using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using SignalRChat.Contracts;
using SignalRChat.Services.Feed;
using SignalRChat.Services.Log;
using SignalRChat.Services.Storage.Postgres;

namespace SignalRChat.Tests.Storage.Postgres;

/// <summary>The command queue of one node with its writers, on a real database, and the updates that it published.</summary>
internal sealed class QueueNode : IRoomUpdatePublisher, IAsyncDisposable
{
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly CommitMetrics _metrics;
    private readonly CommandQueueWriter _writer;

    private QueueNode(string database, CommitOptions commits, PostgresOptions options)
    {
        Store = new(database, options);
        var commitOptions = Options.Create(commits);
        Queue = new(commitOptions, Store.Messages, TimeProvider.System);
        var feeds = new RoomFeeds(
            Store.Messages, Store.Rooms, Options.Create(new FeedOptions()), TimeProvider.System, NullLogger<RoomFeeds>.Instance);
        _metrics = new(_meters.GetRequiredService<IMeterFactory>(), Queue);
        _writer = new(Queue, Store.Messages, feeds, this, _metrics, commitOptions, TimeProvider.System, WriterLog);
    }

    public PostgresTestStore Store { get; }

    public CommandQueue Queue { get; }

    public FakeLogger<CommandQueueWriter> WriterLog { get; } = new();

    public ConcurrentQueue<RoomUpdate> Updates { get; } = new();

    public static async Task<QueueNode> StartAsync(string database, CommitOptions? commits, PostgresOptions? options)
    {
        var node = new QueueNode(database, commits ?? new(), options ?? new());
        await node.Store.Messages.MigrateAsync(CancellationToken.None);
        await node._writer.StartAsync(CancellationToken.None);
        return node;
    }

    public Task StopAsync() => _writer.StopAsync(CancellationToken.None);

    public void Publish(UpdateFrame frame) => Updates.Enqueue(frame.Update);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Queue.Dispose();
        _metrics.Dispose();
        Store.Dispose();
        await _meters.DisposeAsync();
    }
}
