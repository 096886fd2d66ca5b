namespace SignalRChat.Hubs.Transport.Sockets;

internal static partial class SocketLog
{
    [LoggerMessage(2050, LogLevel.Warning, "Closed {Count} new TCP connections since the last of these lines: at most {Max} in all, {Waiting} that are no WebSocket, {PerAddress} of one address (Chat:Sockets).")]
    public static partial void Refused(ILogger logger, long count, int max, int waiting, int perAddress);

    [LoggerMessage(2051, LogLevel.Warning, "The limit on open files or Chat:Sockets:Max leaves {Max} TCP connections, fewer than Chat:Limits:ConnectionsPerNode ({Wanted}). Raise it (ulimit -n, LimitNOFILE).")]
    public static partial void FewFiles(ILogger logger, int max, int wanted);
}
