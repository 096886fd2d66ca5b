using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>Asks for a guest's token: <c>POST</c> to <see cref="ChatPaths.GuestToken"/>.</summary>
[MessagePackObject]
public sealed record GuestTokenRequest
{
    /// <summary>The name to show: 1 to <see cref="ChatLimits.DisplayNameLength"/> characters, none invisible or control.</summary>
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

    /// <summary>When it ends, in Unix milliseconds.</summary>
    [Key("expiresAt")]
    public long ExpiresAt { get; init; }

    /// <summary>The random user id it was made for.</summary>
    [Key("userId")]
    public string UserId { get; init; } = "";

    /// <summary>The name shown.</summary>
    [Key("name")]
    public string Name { get; init; } = "";
}
