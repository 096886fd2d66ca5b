using System.Text.Json.Serialization;
using SignalRChat.Services.Log;

namespace SignalRChat.Api.Users;

/// <summary>The body of <c>PUT /users/{userId}</c>. A field that is left out stays as it is; at least one is required.</summary>
internal sealed record PutUser
{
    private const int LongestUrl = 2_048;

    /// <summary>Whether the user is banned from the server.</summary>
    public bool? Banned { get; init; }

    /// <summary>
    /// The name that tokens, memberships and messages of the API get if they name none; an empty one removes it.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>The address of a picture, https only, at most 2,048 characters; an empty one removes it.</summary>
    public string? AvatarUrl { get; init; }

    /// <summary>A JSON object of at most 8,192 bytes for the app; an empty one removes it.</summary>
    [JsonConverter(typeof(JsonTextConverter))]
    public string? Data { get; init; }

    /// <exception cref="ChatRefusedException">A field is malformed, or the body has no field.</exception>
    public SetProfileCommand ToCommand(string userId, IfRevision? condition)
    {
        if (Banned is null && (Name ?? AvatarUrl ?? Data) is null)
            throw FieldRules.Invalid("The body must have banned, name, avatarUrl or data.");
        if (AvatarUrl is { Length: > 0 } && !IsHttps(AvatarUrl))
            throw FieldRules.Invalid($"avatarUrl must be an https URL of at most {LongestUrl} characters.");
        if (Data is not null)
            FieldRules.Data(Data);
        return new(userId)
        {
            Name = Name is { Length: > 0 } ? FieldRules.Name(Name) : Name,
            AvatarUrl = AvatarUrl,
            Data = Data is not null && FieldRules.IsEmptyObject(Data) ? "" : Data,
            Condition = condition,
        };
    }

    /// <summary>A browser shows it: nothing but ASCII, and no name or password in it.</summary>
    private static bool IsHttps(string url) =>
        url.Length <= LongestUrl
        && url.All(character => character is > ' ' and < '\u007F')
        && Uri.TryCreate(url, UriKind.Absolute, out var parsed)
        && parsed is { Scheme: "https", Host.Length: > 0, UserInfo.Length: 0 };
}

/// <summary>A user: what a backend has stored of it.</summary>
internal sealed record UserResult
{
    public string UserId { get; init; } = "";

    public bool Banned { get; init; }

    /// <summary>Tokens that were issued before it are refused, in Unix milliseconds; null if none are revoked.</summary>
    public long? RevokedBefore { get; init; }

    public string? Name { get; init; }

    public string? AvatarUrl { get; init; }

    [JsonConverter(typeof(JsonTextConverter))]
    public string? Data { get; init; }

    /// <summary>How often the user was changed; 0 for a user who never was.</summary>
    public long Revision { get; init; }

    public static UserResult Of(StoredUser user) => new()
    {
        UserId = user.Access.UserId,
        Banned = user.Access.IsBanned,
        RevokedBefore = user.Access.NotBefore > 0 ? user.Access.NotBefore : null,
        Name = user.Profile.Name,
        AvatarUrl = user.Profile.AvatarUrl,
        Data = user.Profile.Data,
        Revision = user.Profile.Revision,
    };
}
