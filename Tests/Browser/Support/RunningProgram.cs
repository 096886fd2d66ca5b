using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace SignalRChat.BrowserTests.Support;

/// <summary>A program that serves on loopback and writes its address when it does.</summary>
internal sealed partial class RunningProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ProcessGuard _guard;
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource<string?> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningProgram(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Exited += (_, _) => _address.TrySetResult(null);
        _process.Start();
        _guard = new ProcessGuard(_process.Id);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Its origin, without a slash at the end.</summary>
    public string Origin { get; private set; } = "";

    public static async Task<RunningProgram> StartAsync(
        string folder, IReadOnlyDictionary<string, string> variables, string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { WorkingDirectory = folder };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return await StartAsync(start, TimeSpan.FromMilliseconds(BrowserFixture.Patience));
    }

    /// <summary>The same, for a program that may take longer to begin to serve.</summary>
    public static async Task<RunningProgram> StartAsync(ProcessStartInfo start, TimeSpan patience)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        var program = new RunningProgram(start);
        try
        {
            program.Origin = await program._address.Task.WaitAsync(patience)
                ?? throw new InvalidOperationException(
                    $"{start.FileName} {string.Join(' ', start.ArgumentList)} has ended:\n{program.Said()}");
            return program;
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{start.FileName} {string.Join(' ', start.ArgumentList)} does not serve:\n{program.Said()}");
        }
        finally
        {
            if (program.Origin.Length == 0)
                await program.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _guard.Dispose();
        _process.Dispose();
    }

    private string Said()
    {
        lock (_said)
            return _said.ToString();
    }

    private void Keep(string? line)
    {
        lock (_said)
            _said.AppendLine(line);
        if (Address().Match(line ?? "") is { Success: true } address)
            _address.TrySetResult(address.Value);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
