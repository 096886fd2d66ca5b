namespace SignalRChat.Client.Internal;

/// <summary>Receives the changes of a followed room. Called under the room's lock: it only queues.</summary>
internal interface IRoomSink
{
    /// <summary>The server answered a join, the first one or a later one.</summary>
    void Joined(JoinRoomResult answer);

    void Changed(RoomChanges changes);

    void Reset(RoomReset reset);

    void Rejoined(RoomRejoined rejoined);

    void Refused(RoomRefused refused);

    /// <summary>
    /// The follower has stopped. If <paramref name="isOver"/>, the membership ended with it, so the cursor is no longer valid.
    /// </summary>
    void Lost(string room, RoomFollower follower, bool isOver);
}
