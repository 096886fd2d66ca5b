namespace SignalRChat;

/// <summary>
/// Decides who may create and join rooms, besides the rules of the chat, which hold in any case. The server API is not asked: a backend
/// decides itself. The app has one at most: <see cref="SignalRChatBuilder.UseRoomAuthority{TAuthority}"/>.
/// </summary>
public interface IRoomAuthority
{
    /// <summary>
    /// Whether the user may create this room: with a call, with the first join of a public room, or as one of the two users of a direct
    /// room. False refuses the call with <c>forbidden</c>.
    /// </summary>
    /// <param name="room">The room and the user.</param>
    /// <param name="cancellationToken">Cancelled after <c>Chat:Policy:Timeout</c>.</param>
    /// <returns>Whether the user may.</returns>
    ValueTask<bool> MayCreateAsync(RoomCreationRequest room, CancellationToken cancellationToken);

    /// <summary>
    /// Whether the user may become a member of a room that exists. A member who comes back is not asked for again. False refuses the call
    /// with <c>forbidden</c>.
    /// </summary>
    /// <param name="join">The room and the user.</param>
    /// <param name="cancellationToken">Cancelled after <c>Chat:Policy:Timeout</c>.</param>
    /// <returns>Whether the user may.</returns>
    ValueTask<bool> MayJoinAsync(RoomJoinRequest join, CancellationToken cancellationToken);
}

/// <summary>The creation of a room by a user.</summary>
public sealed record RoomCreationRequest
{
    /// <summary>The user.</summary>
    public required string UserId { get; init; }

    /// <summary>The room; null if the server is to choose its name.</summary>
    public string? Room { get; init; }

    /// <summary><c>public</c>, <c>private</c> or <c>direct</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The title; null for none.</summary>
    public string? Title { get; init; }

    /// <summary>The data, a JSON object; null for none.</summary>
    public string? Data { get; init; }

    /// <summary>The other users who become members.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];
}

/// <summary>The membership that a user is about to get.</summary>
public sealed record RoomJoinRequest
{
    /// <summary>The user.</summary>
    public required string UserId { get; init; }

    /// <summary>The room.</summary>
    public required string Room { get; init; }

    /// <summary>The user who adds the other one; null for a user who joins.</summary>
    public string? AddedBy { get; init; }
}
