namespace SignalRChat.Services.Nodes;

/// <summary>Event ids 3500 to 3599.</summary>
internal static partial class NodeLog
{
    [LoggerMessage(3500, LogLevel.Information, "The presence state of other nodes is unavailable; retrying.")]
    public static partial void Away(ILogger logger, Exception? exception);

    [LoggerMessage(3503, LogLevel.Warning,
        "The nodes cannot share presence: {Reason}. Users of other nodes are not shown until this is fixed.")]
    public static partial void Refused(ILogger logger, string reason);

    [LoggerMessage(3501, LogLevel.Information, "Node {Node} shares presence with the other nodes.")]
    public static partial void Sharing(ILogger logger, string node);

    [LoggerMessage(3502, LogLevel.Information, "Redis lost the presence state of node {Node}; republishing it.")]
    public static partial void Lost(ILogger logger, string node);
}
