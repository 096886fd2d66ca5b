namespace SignalRChat.ClientConsole.Soak;

/// <summary>Where a soak tells how it goes.</summary>
internal interface ISoakOutput
{
    void Progress(SoakProgress now);

    void Result(SoakReport report);

    void Note(string sentence);
}

/// <summary>How far a soak has come.</summary>
internal sealed record SoakProgress(TimeSpan Elapsed, TimeSpan Duration, int Connected, int Connections, long Sent, long Acked, long Received, int Reconnects);
