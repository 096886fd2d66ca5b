namespace SignalRChat.Contracts;

/// <summary>The paths of the server, relative to the prefix of a proxy.</summary>
public static class ChatPaths
{
    /// <summary>The SignalR hub: clients call <see cref="IChatHub"/>, the server calls <see cref="IChatClient"/>.</summary>
    public const string Hub = "/hubs/chat";

    /// <summary>
    /// The endpoint for guest tokens: <c>POST</c> a <see cref="GuestTokenRequest"/>; it returns a <see cref="GuestTokenResult"/>.
    /// </summary>
    public const string GuestToken = "/auth/guest";
}
