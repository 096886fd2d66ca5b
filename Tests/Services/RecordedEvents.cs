using SignalRChat.Contracts;
using SignalRChat.Services.Presence;
using SignalRChat.Services.Typing;

namespace SignalRChat.Tests.Services;

/// <summary>The events that the services sent to the rooms on their own initiative.</summary>
internal sealed class RecordedEvents : IPresenceEvents, IPresenceSettings, ITypingEvents
{
    /// <summary>The presence that every room shows; null without a member on the node.</summary>
    public string? Shows { get; set; } = RoomPresence.Full;

    string? IPresenceSettings.Of(string room) => Shows;

    public List<TypingChange> Typing { get; } = [];

    public List<PresenceChange> Presence { get; } = [];

    /// <summary>The connection that each of <see cref="Typing"/> excludes.</summary>
    public List<string?> TypingExcept { get; } = [];

    public void TypingChanged(TypingChange change, string? exceptConnection)
    {
        Typing.Add(change);
        TypingExcept.Add(exceptConnection);
    }

    public void PresenceChanged(PresenceChange change) => Presence.Add(change);
}
