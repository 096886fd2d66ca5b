namespace SignalRChat.Services.Nodes;

/// <summary>Event ids 3500 to 3599.</summary>
internal static partial class NodeLog
{
    [LoggerMessage(3500, LogLevel.Information, "Who is on the other nodes cannot be read at the moment.")]
    public static partial void Away(ILogger logger, Exception? exception);

    [LoggerMessage(3503, LogLevel.Warning, "The nodes cannot share who is connected: {Reason}. Users of other nodes are not shown until that is mended.")]
    public static partial void Refused(ILogger logger, string reason);

    [LoggerMessage(3501, LogLevel.Information, "Node {Node} tells the others who is here, and hears it from them.")]
    public static partial void Sharing(ILogger logger, string node);

    [LoggerMessage(3502, LogLevel.Information, "Redis had lost what node {Node} told; it is told anew.")]
    public static partial void Lost(ILogger logger, string node);
}
