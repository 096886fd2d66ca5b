using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage;

/// <summary>
/// Prepares the storage. Mistakes in its settings are found before the server listens. Long work runs while the server listens,
/// so that the node can answer that it lives: otherwise a supervisor would end it during a migration and restart it for ever.
/// Until then only health checks are served.
/// </summary>
internal sealed class StorageStartup(
    IStorageGate gate,
    IMessageStore messages,
    IOptions<PrivateRoomOptions> privateRooms,
    TimeProvider time,
    ILogger<StorageStartup> logger) : IHostedLifecycleService
{
    private const int Tries = 5;

    private bool _isOpen;

    /// <summary>Runs before any other service starts, in whatever order they were registered.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        _isOpen = await gate.TryOpenAsync(cancellationToken);
        if (!_isOpen)
            return;
        try
        {
            await messages.CheckSchemaAsync(cancellationToken);
        }
        catch (StorageUnavailableException)
        {
            // Then it is waited for, and the migration checks as well.
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After all other services have started, the web server among them, and before the application counts as started.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (!_isOpen)
            await gate.OpenAsync(mustTakeChanges: false, cancellationToken);
        await WhenOpenAsync(() => messages.MigrateAsync(cancellationToken), cancellationToken);
        foreach (var (room, userIds) in privateRooms.Value.PrivateRooms)
            await WhenOpenAsync(() => ProvisionAsync(room, userIds, cancellationToken), cancellationToken);
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A database that has gone away since is waited for as at first: to do either twice does no harm.</summary>
    private async Task WhenOpenAsync(Func<Task> step, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await step();
                return;
            }
            catch (StorageUnavailableException) when (attempt < Tries)
            {
                await gate.OpenAsync(mustTakeChanges: true, cancellationToken);
            }
        }
    }

    private async Task ProvisionAsync(string room, string[] userIds, CancellationToken cancellationToken)
    {
        // Their names are not known until they join: joining provides the name.
        var members = Array.ConvertAll(userIds, id => new ChatUser { UserId = id, Name = id });
        // Any user may have made a room of this name before: that must not prevent the node's start.
        var provision = new ServiceCommand(new ProvisionCommand(room, members));
        // No client is served yet, so the command queue has nothing that it must be in order with.
        var stored = await messages.CommitAsync([provision], time.GetUtcNow().ToUnixTimeMilliseconds(), cancellationToken);
        if (stored.Results[0].RefusalCode is null)
            StorageLog.Provisioned(logger, room, members.Length);
        else
            StorageLog.NameTaken(logger, room);
    }
}
