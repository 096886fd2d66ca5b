namespace SignalRChat.Client;

/// <summary>How calls and messages are written on the wire. Names and values are the same in both.</summary>
public enum ChatProtocol
{
    /// <summary>Text that can be read in a network trace.</summary>
    Json,

    /// <summary>Binary and smaller.</summary>
    MessagePack,
}
