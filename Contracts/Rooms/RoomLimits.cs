using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>
/// The limits of the server, as its operator set them (section <c>Chat:Limits</c>): <see cref="JoinRoomResult.Limits"/>. The
/// defaults are in <see cref="ChatLimits"/>.
/// </summary>
[MessagePackObject]
public sealed record RoomLimits
{
    /// <summary>
    /// The longest message text, in UTF-16 code units. A longer text is refused with <see cref="ChatErrorCodes.TextTooLong"/>.
    /// </summary>
    [Key("textLength")]
    public int TextLength { get; init; } = ChatLimits.TextLength;

    /// <summary>The largest frame that the server accepts, in bytes. A larger frame closes the connection.</summary>
    [Key("receiveBytes")]
    public int ReceiveBytes { get; init; } = ChatLimits.ReceiveBytes;

    /// <summary>
    /// The maximum number of rooms of one connection. Beyond it a join is refused with <see cref="ChatErrorCodes.TooManyRooms"/>.
    /// </summary>
    [Key("roomsPerConnection")]
    public int RoomsPerConnection { get; init; } = ChatLimits.RoomsPerConnection;

    /// <summary>
    /// The largest page of history, of rooms or of members, in items. If it is below <see cref="ChatLimits.PageSize"/>, the
    /// server returns smaller pages to larger requests.
    /// </summary>
    [Key("pageSize")]
    public int PageSize { get; init; } = ChatLimits.PageSize;

    /// <summary>
    /// The largest page of catch-up updates, in messages. If it is below <see cref="ChatLimits.CatchUpPageSize"/>, the server
    /// returns smaller pages to larger requests.
    /// </summary>
    [Key("catchUpPageSize")]
    public int CatchUpPageSize { get; init; } = ChatLimits.CatchUpPageSize;
}
