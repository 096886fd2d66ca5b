using System.Text;
using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>Gives an open connection another token of the same user: <see cref="IChatHub.Reauthenticate"/>.</summary>
[MessagePackObject]
public sealed record ReauthenticateRequest
{
    /// <summary>The new access token of the connection's user.</summary>
    [Key("accessToken")]
    public string AccessToken { get; init; } = "";

    // A record writes its members into its text, and a token must be in no log.
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(nameof(AccessToken)).Append(" = ***");
        return true;
    }
}

/// <summary>The answer to <see cref="IChatHub.Reauthenticate"/>.</summary>
[MessagePackObject]
public sealed record ReauthenticateResult
{
    /// <summary>When the connection ends unless the client sends another token, in Unix milliseconds.</summary>
    [Key("expiresAt")]
    public long ExpiresAt { get; init; }
}
