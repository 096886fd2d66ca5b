namespace SignalRChat.Services.Typing;

/// <summary>The outbound port for typing changes. Each is delivered at most once. A call never waits.</summary>
internal interface ITypingEvents
{
    /// <summary>
    /// To the connections in the room without <paramref name="exceptConnection"/>, which may be null and is one of this node.
    /// </summary>
    void TypingChanged(TypingChange change, string? exceptConnection);
}
