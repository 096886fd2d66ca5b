namespace SignalRChat;

/// <summary>The decisions of an app about the chat that it hosts.</summary>
public sealed class SignalRChatBuilder
{
    internal SignalRChatBuilder()
    {
    }

    internal bool UsesAppAuthentication { get; private set; }

    internal string? AuthenticationPolicy { get; private set; }

    internal Func<IServiceProvider, IMessagePolicy>? MessagePolicy { get; private set; }

    internal Func<IServiceProvider, IRoomAuthority>? RoomAuthority { get; private set; }

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

    /// <summary>Has a policy decide about each message before it is stored.</summary>
    /// <typeparam name="TPolicy">
    /// The policy. One instance decides about all messages, also several at a time; it gets singletons of the app.
    /// </typeparam>
    /// <returns>This builder.</returns>
    public SignalRChatBuilder UseMessagePolicy<TPolicy>()
        where TPolicy : class, IMessagePolicy
    {
        MessagePolicy = static app => ActivatorUtilities.CreateInstance<TPolicy>(app);
        return this;
    }

    /// <summary>Has an authority decide who may create and join rooms.</summary>
    /// <typeparam name="TAuthority">
    /// The authority. One instance decides about all rooms, also several at a time; it gets singletons of the app.
    /// </typeparam>
    /// <returns>This builder.</returns>
    public SignalRChatBuilder UseRoomAuthority<TAuthority>()
        where TAuthority : class, IRoomAuthority
    {
        RoomAuthority = static app => ActivatorUtilities.CreateInstance<TAuthority>(app);
        return this;
    }
}
