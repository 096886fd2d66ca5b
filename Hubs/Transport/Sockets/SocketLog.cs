namespace SignalRChat.Hubs.Transport.Sockets;

internal static partial class SocketLog
{
    [LoggerMessage(2050, LogLevel.Warning,
        "Closed {Count} new or silent TCP connections since the last such line. Limits: {Max} in all, {Waiting} that are not WebSockets, "
        + "{PerAddress} per address (Chat:Sockets).")]
    public static partial void Closed(ILogger logger, long count, int max, int waiting, int perAddress);

    [LoggerMessage(2051, LogLevel.Warning,
        "The open file limit allows {Max} TCP connections, fewer than Chat:Limits:ConnectionsPerNode ({Wanted}). "
        + "Raise it (ulimit -n, LimitNOFILE).")]
    public static partial void FewFiles(ILogger logger, int max, int wanted);
}
