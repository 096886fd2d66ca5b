using SignalRChat.Auth.Tokens;

namespace SignalRChat.Hubs;

/// <summary>A feature of each connection: the token by which it lives.</summary>
internal interface IConnectionToken
{
    /// <summary>From now on the connection ends with this token.</summary>
    void Replace(TokenTimes token);
}
