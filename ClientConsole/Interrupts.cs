using System.Runtime.InteropServices;

namespace SignalRChat.ClientConsole;

/// <summary>
/// Ctrl+C, or a supervisor's termination signal: the first one requests the end, the second ends at once. The run may take
/// its time after a request, so the command line's own handler is not used.
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
