using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace SignalRChat.Client.Internal;

/// <summary>Builds the connection from the options.</summary>
internal static class HubConnections
{
    public static HubConnection Build(
        ChatClientOptions options, IRetryPolicy retries, TokenKeeper tokens, RetryAfter asked, CancellationToken lifetime)
    {
        var builder = new HubConnectionBuilder()
            .WithUrl(options.HubUrl, options.Transports, http =>
            {
                if (options.AccessTokenProvider is not null)
                    http.AccessTokenProvider = () => tokens.ForConnectAsync(lifetime);
                http.HttpMessageHandlerFactory = inner => new RetryAfterHandler(inner, asked, tokens, options.TimeProvider);
            })
            .WithAutomaticReconnect(retries)
            .WithKeepAliveInterval(options.KeepAliveInterval)
            .WithServerTimeout(options.ServerTimeout);
        builder.Services.AddSingleton(options.LoggerFactory);
        builder.Services.AddSingleton(WireProtocol.Of(options.Protocol));
        return builder.Build();
    }
}
