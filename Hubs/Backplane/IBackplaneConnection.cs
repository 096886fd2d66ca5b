using Microsoft.AspNetCore.SignalR;
using StackExchange.Redis;

namespace SignalRChat.Hubs.Backplane;

/// <summary>One life of the backplane: a connection, the inner lifetime manager on it, and nothing that outlives them.</summary>
internal interface IBackplaneConnection : IAsyncDisposable
{
    IConnectionMultiplexer? Redis { get; }

    HubLifetimeManager<ChatHub> Inner { get; }

    /// <summary>Ends with the reason when the connection is seen to fail.</summary>
    Task<string> Failed { get; }
}

internal interface IBackplaneConnectionFactory
{
    /// <summary>Returns a connection once Redis answers; throws when it does not.</summary>
    Task<IBackplaneConnection> OpenAsync(CancellationToken cancellationToken);
}
