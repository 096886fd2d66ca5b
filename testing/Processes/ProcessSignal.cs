using System.Runtime.InteropServices;

namespace SignalRChat.Testing;

/// <summary>Signals that .NET cannot send.</summary>
internal static class ProcessSignal
{
    private const int SigTerminate = 15;
    private const int SigContinue = 18;
    private const int SigStop = 19;

    /// <summary>Freezes a process: it stops, and keeps everything that it holds.</summary>
    public static void Stop(int processId) => Send(processId, SigStop);

    /// <summary>Requests an end, as a supervisor does.</summary>
    public static void Terminate(int processId) => Send(processId, SigTerminate);

    public static void Continue(int processId) => Send(processId, SigContinue);

    private static void Send(int processId, int signal)
    {
        if (Kill(processId, signal) != 0)
        {
            throw new InvalidOperationException(
                $"Process {processId} cannot be sent the signal {signal} (error {Marshal.GetLastPInvokeError()}).");
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int processId, int signal);
}
