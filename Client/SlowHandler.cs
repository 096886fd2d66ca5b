namespace SignalRChat.Client;

/// <summary>A handler of the app that has been running for long and still runs; later events wait.</summary>
public sealed record SlowHandler
{
    /// <summary>The name of the handled event, such as <c>MessagesChanged</c>.</summary>
    public required string Event { get; init; }

    /// <summary>The running time so far.</summary>
    public required TimeSpan Running { get; init; }

    /// <summary>
    /// The number of events that wait behind it. At <see cref="ChatClientOptions.EventBacklog"/> the client leaves messages on the server.
    /// </summary>
    public required int Waiting { get; init; }
}
