namespace SignalRChat.ClientConsole.Output;

/// <summary>Writes lines. Each is Spectre markup, with all external text cleaned and escaped.</summary>
internal interface ITranscript
{
    /// <summary>A message, or the answer to a command.</summary>
    void Message(string markup);

    /// <summary>A notice about the connection.</summary>
    void State(string markup);

    /// <summary>A request that failed.</summary>
    void Error(string markup);
}
