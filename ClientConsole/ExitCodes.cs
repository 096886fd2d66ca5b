namespace SignalRChat.ClientConsole;

/// <summary>The exit codes of the process. Scripts rely on them.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>
    /// A failure that must not happen: a defect, or a disk that accepts no more output; for <c>soak</c> a lost, repeated or
    /// reordered message.
    /// </summary>
    public const int Unexpected = 1;

    /// <summary>The command line, a settings file or a command is invalid.</summary>
    public const int Usage = 2;

    /// <summary>No connection was ever made.</summary>
    public const int CannotConnect = 3;

    public const int AuthenticationRefused = 4;

    /// <summary>The connection was lost, and the client could not reconnect.</summary>
    public const int ConnectionLost = 5;

    /// <summary>A send was refused, or has no answer.</summary>
    public const int NotAcknowledged = 6;

    /// <summary>The awaited messages did not arrive in time.</summary>
    public const int TimedOut = 7;

    public const int Interrupted = 130;
}
