namespace SignalRChat.ClientConsole.Output;

/// <summary>Where lines go. They come as Spectre's markup, with everything from outside cleaned and escaped.</summary>
internal interface ITranscript
{
    /// <summary>A message, or the answer to a command.</summary>
    void Message(string markup);

    /// <summary>Something about the connection.</summary>
    void State(string markup);

    /// <summary>Something that was asked for and did not happen.</summary>
    void Error(string markup);
}
