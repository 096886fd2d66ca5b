namespace SignalRChat.Services.Presence;

/// <summary>The outbound port for presence changes. Each is delivered at most once. A call never waits.</summary>
internal interface IPresenceEvents
{
    void PresenceChanged(PresenceChange change);
}
