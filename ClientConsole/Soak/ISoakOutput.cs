namespace SignalRChat.ClientConsole.Soak;

/// <summary>Writes the progress and the result of a soak.</summary>
internal interface ISoakOutput
{
    void Progress(SoakProgress now);

    void Result(SoakReport report);

    void Note(string sentence);
}

/// <summary>The progress of a soak.</summary>
internal sealed record SoakProgress(
    TimeSpan Elapsed, TimeSpan Duration, int Connected, int Connections, long Sent, long Acked, long Received, int Reconnects);
