using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>Requests a guest token: <c>POST</c> to <see cref="ChatPaths.GuestToken"/>.</summary>
[MessagePackObject]
public sealed record GuestTokenRequest
{
    /// <summary>
    /// The display name: 1 to <see cref="ChatLimits.DisplayNameLength"/> characters, without invisible or control characters.
    /// </summary>
    [Key("name")]
    public string Name { get; init; } = "";
}

/// <summary>A guest's token.</summary>
[MessagePackObject]
public sealed record GuestTokenResult
{
    /// <summary>The bearer token for <see cref="ChatPaths.Hub"/>.</summary>
    [Key("accessToken")]
    public string AccessToken { get; init; } = "";

    /// <summary>The expiry time, in Unix milliseconds.</summary>
    [Key("expiresAt")]
    public long ExpiresAt { get; init; }

    /// <summary>The random user id of the guest.</summary>
    [Key("userId")]
    public string UserId { get; init; } = "";

    /// <summary>The display name.</summary>
    [Key("name")]
    public string Name { get; init; } = "";
}
