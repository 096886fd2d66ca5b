namespace SignalRChat.ClientConsole;

/// <summary>What the process ends with. Scripts rely on them.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>
    /// What must not happen: a defect, a disk that takes no more output; for <c>soak</c> a message lost, repeated or out of
    /// order.
    /// </summary>
    public const int Unexpected = 1;

    /// <summary>The command line, a settings file or a command makes no sense.</summary>
    public const int Usage = 2;

    /// <summary>There never was a connection.</summary>
    public const int CannotConnect = 3;

    public const int AuthenticationRefused = 4;

    /// <summary>There was a connection, and it did not come back.</summary>
    public const int ConnectionLost = 5;

    /// <summary>Something that was to be sent was refused, or has no answer.</summary>
    public const int NotAcknowledged = 6;

    /// <summary>What was waited for did not come in time.</summary>
    public const int TimedOut = 7;

    public const int Interrupted = 130;
}
