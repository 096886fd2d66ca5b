using System.ComponentModel.DataAnnotations;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Rooms;

/// <summary>How much a caller may ask for. Beyond a limit a call is refused, never cut.</summary>
internal sealed class LimitOptions : ICheckedOptions
{
    public const string SectionName = "Chat:Limits";

    private const int BytesOfEscapedCharacter = 6;
    private const int BytesOfTheRest = 1_024;

    /// <summary>The longest message text in UTF-16 code units, 1 to 100,000. Default 4,000; beyond it <c>text-too-long</c>.</summary>
    [Range(1, 100_000)]
    public int TextLength { get; set; } = ChatLimits.TextLength;

    /// <summary>
    /// The largest frame taken from a client in bytes, 1,024 to 16,777,216. Default 32,768; beyond it the connection is closed.
    /// It must hold a message of <see cref="TextLength"/> in its longest form, 6 bytes a code unit and 1,024 for the rest.
    /// </summary>
    [Range(1_024, 16 * 1024 * 1024)]
    public int ReceiveBytes { get; set; } = ChatLimits.ReceiveBytes;

    /// <summary>Rooms one connection may be in, 1 to 10,000. Default 50; beyond it <c>too-many-rooms</c>.</summary>
    [Range(1, 10_000)]
    public int RoomsPerConnection { get; set; } = ChatLimits.RoomsPerConnection;

    /// <summary>
    /// The rooms that a user may have made, over all nodes, 1 to 1,000,000. Default 100; beyond it <c>too-many-rooms-made</c>. A
    /// room without messages that its last member has left counts until 24 h after it was made, or until another user makes it.
    /// </summary>
    [Range(1, 1_000_000)]
    public int RoomsMadePerUser { get; set; } = 100;

    /// <summary>
    /// The rooms that a user may be a member of, over all nodes, 1 to 1,000,000. Default 10,000; beyond it <c>too-many-rooms</c>.
    /// </summary>
    [Range(1, 1_000_000)]
    public int RoomsPerUser { get; set; } = 10_000;

    /// <summary>The members that a room may have, 2 to 1,000,000. Default 100,000; beyond it <c>room-full</c>.</summary>
    [Range(2, 1_000_000)]
    public int MembersPerRoom { get; set; } = 100_000;

    /// <summary>
    /// The connections that one user may have on all nodes together, 1 to 10,000. Default 10; <see cref="ConnectionLimitPolicy"/>
    /// decides what happens beyond it.
    /// </summary>
    [Range(1, 10_000)]
    public int ConnectionsPerUser { get; set; } = 10;

    /// <summary>
    /// The connection that a user with too many loses: the oldest (<c>CloseOldest</c>, the default) or the newest
    /// (<c>CloseNewest</c>). It is closed with <c>too-many-connections</c>, and the client must not reconnect.
    /// </summary>
    public ConnectionLimitPolicy ConnectionLimitPolicy { get; set; } = ConnectionLimitPolicy.CloseOldest;

    /// <summary>
    /// Connections of this node in all, 1 to 1,000,000. Default 20,000; beyond it a connect is answered 503 with <c>Retry-After</c>.
    /// </summary>
    [Range(1, 1_000_000)]
    public int ConnectionsPerNode { get; set; } = 20_000;

    /// <summary>
    /// The largest page of history, rooms or members, 1 to 1,000. Default 200. A larger request gets <c>invalid-argument</c>.
    /// Clients rely on up to 200, so a request up to 200 gets a page of this size instead.
    /// </summary>
    [Range(1, 1_000)]
    public int PageSize { get; set; } = ChatLimits.PageSize;

    /// <summary>
    /// The largest page of updates, and the page of a join with a cursor, 1 to 1,000. Default 200; beyond it as with
    /// <see cref="PageSize"/>.
    /// </summary>
    [Range(1, 1_000)]
    public int CatchUpPageSize { get; set; } = ChatLimits.CatchUpPageSize;

    /// <summary>The limits of a user who becomes a member.</summary>
    public MembershipLimits ForMembership() => new(RoomsPerUser, MembersPerRoom);

    /// <summary>The limits as clients receive them.</summary>
    public RoomLimits ToContract() => new()
    {
        TextLength = TextLength,
        ReceiveBytes = ReceiveBytes,
        RoomsPerConnection = RoomsPerConnection,
        PageSize = PageSize,
        CatchUpPageSize = CatchUpPageSize,
    };

    /// <summary>
    /// A text that is allowed must fit into a frame that is taken; otherwise sending it would close the connection, again and again.
    /// </summary>
    public IEnumerable<string> Problems()
    {
        var needed = (long)TextLength * BytesOfEscapedCharacter + BytesOfTheRest;
        if (ReceiveBytes < needed)
        {
            yield return $"{SectionName}:{nameof(ReceiveBytes)} is {ReceiveBytes}; expected at least {needed}, "
                + $"for a text of {TextLength} characters ({nameof(TextLength)}).";
        }
    }
}

/// <summary>Which connection a user with too many of them loses.</summary>
internal enum ConnectionLimitPolicy
{
    CloseOldest,
    CloseNewest,
}
