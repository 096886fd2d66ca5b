namespace SignalRChat.Services.Rooms;

/// <summary>A source that a connection has beside its rooms. It ends with the session, however that ends.</summary>
internal interface ISessionPart
{
    /// <summary>It must not wait, and may be called more than once.</summary>
    void End();

    /// <summary>The connection receives the room no more. Its user may still be a member. It must not wait.</summary>
    void Unsubscribed(string room);

    /// <summary>The session has the grant of another token. It must not wait.</summary>
    void GrantChanged();
}
