namespace SignalRChat.Contracts;

/// <summary>The kinds of a message, in their wire form: <see cref="ChatMessage.Kind"/>.</summary>
public static class MessageKinds
{
    /// <summary>A user posted it. The server leaves this kind out: an absent kind means it.</summary>
    public const string User = "user";

    /// <summary>The server or a service posted it.</summary>
    public const string System = "system";
}
