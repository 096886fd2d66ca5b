using System.Diagnostics;
using System.Text;

namespace SignalRChat.Testing;

/// <summary>A server of another project, and what it writes. It ends with this process, however that ends.</summary>
internal sealed class LoggedProcess : IAsyncDisposable
{
    private readonly StringBuilder _said = new();
    private readonly Process _process;
    private readonly ProcessGuard _guard;

    private LoggedProcess(Process process)
    {
        (_process, _guard) = (process, new ProcessGuard(process.Id));
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public bool HasExited => _process.HasExited;

    /// <summary>The lines of both its outputs so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    public static LoggedProcess Start(string program, IEnumerable<string> arguments) => new(
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _guard.Dispose();
        _process.Dispose();
    }

    private void Add(string? line)
    {
        lock (_said)
            _said.AppendLine(line);
    }
}
