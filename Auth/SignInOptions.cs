namespace SignalRChat.Auth;

/// <summary>How users sign in; no setting, but a choice of the program or the app.</summary>
internal sealed class SignInOptions
{
    /// <summary>The scheme of users who are no guests.</summary>
    public string UserScheme { get; set; } = AuthSchemes.Bearer;
}
