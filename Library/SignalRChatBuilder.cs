namespace SignalRChat;

/// <summary>The decisions of an app about the chat that it hosts.</summary>
public sealed class SignalRChatBuilder
{
    internal SignalRChatBuilder()
    {
    }

    internal bool UsesAppAuthentication { get; private set; }

    internal string? AuthenticationPolicy { get; private set; }

    /// <summary>
    /// Lets the app's own users chat: a request is authenticated by the app, with its tokens or cookies. The id of a user is the claim
    /// <c>sub</c>, or <c>ClaimTypes.NameIdentifier</c>; the name is the claim <c>name</c>, or <c>ClaimTypes.Name</c>. Without this call
    /// the chat reads <c>Authentication:Schemes:Bearer</c> of its configuration, and knows nothing of the app's schemes.
    /// </summary>
    /// <param name="policy">
    /// The name of an authorization policy of the app. It selects the schemes and decides who may chat. Default null: the app's default
    /// scheme, and every user that it authenticates.
    /// </param>
    /// <returns>This builder.</returns>
    public SignalRChatBuilder UseAppAuthentication(string? policy = null)
    {
        (UsesAppAuthentication, AuthenticationPolicy) = (true, policy);
        return this;
    }
}
