using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace SignalRChat.Auth;

/// <summary>The names of the authentication schemes and of the hub's policy.</summary>
internal static class AuthSchemes
{
    /// <summary>The default: hands on to one of the others.</summary>
    public const string Any = "Chat";

    /// <summary>The framework's name, and with it its section <c>Authentication:Schemes:Bearer</c>.</summary>
    public const string Bearer = JwtBearerDefaults.AuthenticationScheme;

    public const string Guest = "Guest";

    /// <summary>The users of an app that hosts the chat: in place of <see cref="Bearer"/>.</summary>
    public const string App = "App";

    /// <summary>The callers of the server API: keys and client-credentials tokens. No user has them.</summary>
    public const string Api = "Api";

    /// <summary>The policy that the hub's endpoint must require: a token of this server or of its issuer.</summary>
    public const string HubPolicy = "chat-hub";
}
