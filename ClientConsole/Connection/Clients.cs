using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SignalRChat.ClientConsole.Settings;

namespace SignalRChat.ClientConsole.Connection;

/// <summary>Maps the settings to the options of a client.</summary>
internal static class Clients
{
    public static ChatClientOptions Options(
        ConsoleSettings settings, Credentials credentials, ILoggerFactory? log, TimeProvider time) => new()
        {
            Url = settings.Url,
            Protocol = settings.Protocol,
            Transports = settings.Transports,
            TimeProvider = time,
            AccessTokenProvider = credentials.GetAsync,
            LoggerFactory = log ?? NullLoggerFactory.Instance,
        };

    public static string Name(ChatProtocol protocol) => protocol == ChatProtocol.Json ? "json" : "messagepack";
}
