using Microsoft.Extensions.Options;
using SignalRChat.Contracts;

namespace SignalRChat.Services.Storage;

/// <summary>Readies the storage before any other service starts, in whatever order they were registered.</summary>
internal sealed class StorageStartup(
    IStorageGate gate,
    IMessageStore messages,
    IRoomStore rooms,
    IOptions<PrivateRoomOptions> privateRooms,
    TimeProvider time,
    ILogger<StorageStartup> logger) : IHostedLifecycleService
{
    private const int Tries = 5;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await gate.OpenAsync(cancellationToken);
        await WhenOpenAsync(() => messages.MigrateAsync(cancellationToken), cancellationToken);
        foreach (var (room, userIds) in privateRooms.Value.PrivateRooms) await WhenOpenAsync(() => ProvisionAsync(room, userIds, cancellationToken), cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

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
                await gate.OpenAsync(cancellationToken);
            }
        }
    }

    private async Task ProvisionAsync(string room, string[] userIds, CancellationToken cancellationToken)
    {
        // Their names are not known before they come: joining brings the name.
        var members = Array.ConvertAll(userIds, id => new ChatUser { UserId = id, Name = id });
        try
        {
            await rooms.ProvisionPrivateRoomAsync(room, members, time.GetUtcNow().ToUnixTimeMilliseconds(), cancellationToken);
        }
        catch (InvalidOperationException)
        {
            throw new OptionsValidationException(
                PrivateRoomOptions.SectionName,
                typeof(PrivateRoomOptions),
                [$"Chat:PrivateRooms:{room} names a room that exists and is public; expected a name that is free."]);
        }

        StorageLog.Provisioned(logger, room, members.Length);
    }
}
