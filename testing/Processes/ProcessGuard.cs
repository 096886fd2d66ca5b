using System.Diagnostics;

namespace SignalRChat.Testing;

/// <summary>
/// Ends a process when this one ends, even if this one is killed: a shell waits for the end of a pipe that only this process
/// holds open. Without such a shell, a killed test run leaves the process behind.
/// </summary>
internal sealed class ProcessGuard : IDisposable
{
    private readonly Process? _shell;

    public ProcessGuard(int processId)
    {
        if (OperatingSystem.IsWindows())
            return;
        _shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"read -r _; kill -9 {processId}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
    }

    /// <summary>Must be called once the process has ended, because the system may soon reuse its id.</summary>
    public void Dispose()
    {
        if (_shell is null)
            return;
        if (!_shell.HasExited)
            _shell.Kill();
        _shell.Dispose();
    }
}
