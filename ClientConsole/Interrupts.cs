using System.Runtime.InteropServices;

namespace SignalRChat.ClientConsole;

/// <summary>
/// Ctrl+C, or a supervisor's word to end: the first one asks, the second ends at once. Whoever is asked may take its time, which
/// is why this is not left to the command line's own handler.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _asked = new();
    private readonly PosixSignalRegistration[] _signals;

    public Interrupts() => _signals =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, On),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, On),
    ];

    public CancellationToken Token => _asked.Token;

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _asked.Dispose();
    }

    private void On(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (_asked.IsCancellationRequested)
            Environment.Exit(ExitCodes.Interrupted);
        _asked.Cancel();
    }
}
