using Microsoft.Extensions.DependencyInjection;
using SignalRChat.Services.Log;
using SignalRChat.Services.Storage.Sqlite;

namespace SignalRChat.Tests.Support;

/// <summary>The real store with a gate in front. A test can hold a call there, or let it fail.</summary>
internal sealed class HookedStore(SqliteMessageStore inner) : IMessageStore
{
    public Func<Task>? BeforeCommit { get; set; }

    public Func<Task>? BeforeRead { get; set; }

    /// <summary>Runs before the round of the head reconciler.</summary>
    public Func<Task>? BeforeHeads { get; set; }

    public static void Register(IServiceCollection services) => Register(services, commitsOnCallersThread: true);

    public static void Register(IServiceCollection services, bool commitsOnCallersThread)
    {
        services.AddSingleton<SqliteMessageStore>();
        services.AddSingleton(provider => new HookedStore(provider.GetRequiredService<SqliteMessageStore>())
        {
            CommitsOnCallersThread = commitsOnCallersThread,
        });
        services.AddSingleton<IMessageStore>(provider => provider.GetRequiredService<HookedStore>());
    }

    /// <summary>The error of an unavailable database.</summary>
    public static Task Unavailable() => throw new StorageUnavailableException("The database is away.", new IOException("no disk"));

    public bool CommitsOnCallersThread { get; init; } = true;

    public Task CheckSchemaAsync(CancellationToken cancellationToken) => inner.CheckSchemaAsync(cancellationToken);

    public Task MigrateAsync(CancellationToken cancellationToken) => inner.MigrateAsync(cancellationToken);

    public Task BeginEpochAsync(string lost, CancellationToken cancellationToken) => inner.BeginEpochAsync(lost, cancellationToken);

    public async Task<BatchResult> CommitAsync(IReadOnlyList<RoomCommand> batch, long now, CancellationToken cancellationToken)
    {
        await (BeforeCommit?.Invoke() ?? Task.CompletedTask);
        return await inner.CommitAsync(batch, now, cancellationToken);
    }

    public async Task<UpdatePage> ReadUpdatesAsync(string room, long after, int limit, CancellationToken cancellationToken)
    {
        await (BeforeRead?.Invoke() ?? Task.CompletedTask);
        return await inner.ReadUpdatesAsync(room, after, limit, cancellationToken);
    }

    public async Task<UpdatePage?> ReadUpdatesAsync(string room, string userId, long after, int limit, CancellationToken cancellationToken)
    {
        await (BeforeRead?.Invoke() ?? Task.CompletedTask);
        return await inner.ReadUpdatesAsync(room, userId, after, limit, cancellationToken);
    }

    public async Task<HistoryPage?> ReadHistoryAsync(
        string room, string userId, long? before, int limit, CancellationToken cancellationToken)
    {
        await (BeforeRead?.Invoke() ?? Task.CompletedTask);
        return await inner.ReadHistoryAsync(room, userId, before, limit, cancellationToken);
    }

    public async Task<RoomHeads> ReadHeadsAsync(IReadOnlyList<string> rooms, CancellationToken cancellationToken)
    {
        await (BeforeHeads?.Invoke() ?? Task.CompletedTask);
        return await inner.ReadHeadsAsync(rooms, cancellationToken);
    }
}
