using SignalRChat.Contracts;

namespace SignalRChat.Client.Internal;

/// <summary>Where a followed room hands what it has read. Called under the room's lock: it only queues.</summary>
internal interface IRoomSink
{
    /// <summary>A join was answered, for the first time or again.</summary>
    void Joined(JoinRoomResult answer);

    void Changed(RoomChanges changes);

    void Reset(RoomReset reset);

    void Rejoined(RoomRejoined rejoined);

    void Refused(RoomRefused refused);

    /// <summary>
    /// The follower has ended by itself; with the membership, so that its cursor is worth nothing, if <paramref name="isOver"/>.
    /// </summary>
    void Lost(string room, RoomFollower follower, bool isOver);
}
