namespace SignalRChat.Client;

/// <summary>The format of calls and messages on the wire. Names and values are the same in both.</summary>
public enum ChatProtocol
{
    /// <summary>Text that is readable in a network trace.</summary>
    Json,

    /// <summary>Binary and smaller.</summary>
    MessagePack,
}
