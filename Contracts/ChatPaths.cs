namespace SignalRChat.Contracts;

/// <summary>The paths of the server, below whatever prefix a proxy adds.</summary>
public static class ChatPaths
{
    /// <summary>The SignalR hub: <see cref="IChatHub"/> towards the server, <see cref="IChatClient"/> towards the client.</summary>
    public const string Hub = "/hubs/chat";

    /// <summary>
    /// Where a guest asks for a token: <c>POST</c> a <see cref="GuestTokenRequest"/>, get a <see cref="GuestTokenResult"/>.
    /// </summary>
    public const string GuestToken = "/auth/guest";
}
