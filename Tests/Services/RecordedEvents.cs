using SignalRChat.Contracts;
using SignalRChat.Services;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Tests.Services;

/// <summary>What the services told the rooms by themselves.</summary>
internal sealed class RecordedEvents : IRoomEvents
{
    public List<TypingChange> Typing { get; } = [];

    public List<PresenceChange> Presence { get; } = [];

    /// <summary>Which connection each of <see cref="Typing"/> was not for.</summary>
    public List<string?> TypingExcept { get; } = [];

    public void TypingChanged(TypingChange change, string? exceptConnection)
    {
        Typing.Add(change);
        TypingExcept.Add(exceptConnection);
    }

    public void PresenceChanged(PresenceChange change) => Presence.Add(change);

    public void RemovedFromRoom(ChatSession session, RoomRemoval removal) => throw new NotSupportedException();
}
