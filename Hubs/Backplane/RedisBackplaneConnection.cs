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

/// <summary>
/// Builds SignalR's own Redis lifetime manager on a separate connection, only once Redis has answered. The manager connects when
/// it is made, would wait for Redis with every call, and does not recover from a start without it.
/// </summary>
internal sealed class RedisBackplaneConnectionFactory(
    RedisConfiguration configuration,
    IOptions<RedisOptions> registered,
    WireProtocols protocols,
    IOptions<HubOptions> hubOptions,
    IOptions<HubOptions<ChatHub>> chatOptions,
    TimeProvider time,
    ILoggerFactory loggers) : IBackplaneConnectionFactory
{
    public async Task<IBackplaneConnection> OpenAsync(CancellationToken cancellationToken)
    {
        // Its own connect time-out limits it; giving up earlier would leave a connection that no object owns.
        var settings = configuration.Create();
        var redis = await ConnectionMultiplexer.ConnectAsync(settings);
        try
        {
            await redis.GetDatabase().PingAsync().WaitAsync(BackplaneProbe.Timeout, time, cancellationToken);
            return new RedisBackplaneConnection(redis, Build(redis));
        }
        catch (Exception failure)
        {
            await redis.CloseAsync(allowCommandsToComplete: false);
            // A password was given and Redis still sees no user: the answer to the password was earlier, and was not kept.
            if (settings.Password is not null && RedisRefusal.IsNotAuthenticated(failure))
                throw new InvalidOperationException(RedisRefusal.WrongPassword, failure);
            throw;
        }
    }

    private RedisHubLifetimeManager<ChatHub> Build(IConnectionMultiplexer redis)
    {
        var own = new RedisOptions { Configuration = registered.Value.Configuration, ConnectionFactory = _ => Task.FromResult(redis) };
        var names = chatOptions.Value.SupportedProtocols ?? hubOptions.Value.SupportedProtocols ?? [];
        var options = new HubOptions<ChatHub> { SupportedProtocols = [.. names, OriginProtocol.ProtocolName] };
        return new RedisHubLifetimeManager<ChatHub>(
            loggers.CreateLogger<RedisHubLifetimeManager<ChatHub>>(), Options.Create(own), protocols, hubOptions, Options.Create(options));
    }
}
