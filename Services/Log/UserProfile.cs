namespace SignalRChat.Services.Log;

/// <summary>What a backend has stored of a user, for apps to show; null for what it has not.</summary>
internal sealed record UserProfile
{
    public static readonly UserProfile Empty = new();

    public string? Name { get; init; }

    public string? AvatarUrl { get; init; }

    /// <summary>The text of a JSON object.</summary>
    public string? Data { get; init; }

    /// <summary>How often the user was changed: its profile and its access.</summary>
    public long Revision { get; init; }
}

/// <summary>
/// Changes the profile of a user. Null leaves a value as it is, and an empty text removes it. The values must be valid. It changes no room:
/// the name in its place is not valid for a room, and keeps the changes of a user in order.
/// </summary>
internal sealed record SetProfileCommand(string UserId) : RoomCommand($"@{UserId}", ServiceCommand.Nobody)
{
    public string? Name { get; init; }

    public string? AvatarUrl { get; init; }

    public string? Data { get; init; }

    /// <summary>The revision that the user must have; null without a condition.</summary>
    public IfRevision? Condition { get; init; }

    public bool IsNeeded => (Name ?? AvatarUrl ?? Data) is not null || Condition is not null;

    /// <summary>The profile after the command.</summary>
    public UserProfile Apply(UserProfile before) => before with
    {
        Name = Name is null ? before.Name : OrNull(Name),
        AvatarUrl = AvatarUrl is null ? before.AvatarUrl : OrNull(AvatarUrl),
        Data = Data is null ? before.Data : OrNull(Data),
    };

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
