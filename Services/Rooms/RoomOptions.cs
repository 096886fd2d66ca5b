namespace SignalRChat.Services.Rooms;

/// <summary>Rules for rooms.</summary>
internal sealed class RoomOptions : ICheckedOptions
{
    public const string SectionName = "Chat:Rooms";

    /// <summary>
    /// The users who may make rooms. Default <c>Anyone</c> in Development, otherwise <c>Claim</c>. Without permission a join of a room
    /// that does not exist gets <c>room-not-found</c>.
    /// </summary>
    public RoomCreation? Create { get; set; }

    public IEnumerable<string> Problems()
    {
        if (Create is { } create && !Enum.IsDefined(create))
        {
            yield return $"{SectionName}:{nameof(Create)} is {create}; expected {nameof(RoomCreation.Anyone)}, "
                + $"{nameof(RoomCreation.Claim)} or {nameof(RoomCreation.Server)}.";
        }
    }
}

/// <summary>The users who may make rooms.</summary>
internal enum RoomCreation
{
    /// <summary>Every user. The claim <c>chat</c> can restrict the kinds.</summary>
    Anyone,

    /// <summary>The users whose token lists the kind of the room in the claim <c>chat</c>.</summary>
    Claim,

    /// <summary>Only the server API and the configuration.</summary>
    Server,
}

/// <summary>Decides who may make rooms.</summary>
internal sealed class RoomCreationPolicy(IOptions<RoomOptions> options)
{
    /// <summary>Whether a user with this grant may make rooms of this kind.</summary>
    public bool Permits(ChatGrant? grant, string kind) => options.Value.Create switch
    {
        RoomCreation.Anyone => grant?.Create?.Contains(kind) ?? true,
        RoomCreation.Claim => grant?.Create?.Contains(kind) ?? false,
        _ => false,
    };
}
