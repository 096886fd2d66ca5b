using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.StackExchangeRedis;
using SignalRChat.Services.Nodes;
using StackExchange.Redis;

namespace SignalRChat.Hubs.Backplane;

internal sealed class RedisBackplaneConnection : IBackplaneConnection
{
    private readonly RedisHubLifetimeManager<ChatHub> _inner;
    private readonly IConnectionMultiplexer _redis;
    private readonly TaskCompletionSource<string> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RedisBackplaneConnection(IConnectionMultiplexer redis, RedisHubLifetimeManager<ChatHub> inner)
    {
        (_redis, _inner) = (redis, inner);
        redis.ConnectionFailed += (_, failure) => _failed.TrySetResult(
            RedisRefusal.Words(failure.Exception) ?? $"the {failure.ConnectionType} connection to Redis failed ({failure.FailureType})");
    }

    public IConnectionMultiplexer Redis => _redis;

    public HubLifetimeManager<ChatHub> Inner => _inner;

    public Task<string> Failed => _failed.Task;

    public async ValueTask DisposeAsync()
    {
        // The connection first, and without a farewell: the manager would unsubscribe by a call that waits for a Redis that may not answer.
        await _redis.CloseAsync(allowCommandsToComplete: false);
        try
        {
            _inner.Dispose();
        }
        catch (Exception gone) when (gone is ObjectDisposedException or RedisException)
        {
            // There is nothing left to unsubscribe from.
        }
    }
}
