using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>
/// What the server takes, as its operator set it (section <c>Chat:Limits</c>): <see cref="JoinRoomResult.Limits"/>. The defaults
/// are those of <see cref="ChatLimits"/>.
/// </summary>
[MessagePackObject]
public sealed record RoomLimits
{
    /// <summary>The longest message text, in UTF-16 code units. Beyond it <see cref="ChatErrorCodes.TextTooLong"/>.</summary>
    [Key("textLength")]
    public int TextLength { get; init; } = ChatLimits.TextLength;

    /// <summary>The largest frame the server takes, in bytes. Beyond it the connection is closed.</summary>
    [Key("receiveBytes")]
    public int ReceiveBytes { get; init; } = ChatLimits.ReceiveBytes;

    /// <summary>The most rooms one connection may be in. Beyond it <see cref="ChatErrorCodes.TooManyRooms"/>.</summary>
    [Key("roomsPerConnection")]
    public int RoomsPerConnection { get; init; } = ChatLimits.RoomsPerConnection;

    /// <summary>
    /// The largest page of history, of rooms or of members, in items. If it is below <see cref="ChatLimits.PageSize"/>, a request
    /// for up to that many gets a smaller page.
    /// </summary>
    [Key("pageSize")]
    public int PageSize { get; init; } = ChatLimits.PageSize;

    /// <summary>
    /// The largest page of catching up, in messages. If it is below <see cref="ChatLimits.CatchUpPageSize"/>, a request for up to
    /// that many gets a smaller page.
    /// </summary>
    [Key("catchUpPageSize")]
    public int CatchUpPageSize { get; init; } = ChatLimits.CatchUpPageSize;
}
