namespace SignalRChat.Client;

/// <summary>A handler of the app that has been running for long, and still is; the events behind it wait.</summary>
public sealed record SlowHandler
{
    /// <summary>The name of the event that is being handled, as <c>MessagesChanged</c>.</summary>
    public required string Event { get; init; }

    /// <summary>For how long it has been running.</summary>
    public required TimeSpan Running { get; init; }

    /// <summary>How many events wait behind it; at <see cref="ChatClientOptions.EventBacklog"/> messages are left on the server.</summary>
    public required int Waiting { get; init; }
}
