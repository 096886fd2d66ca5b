using System.Diagnostics;

namespace SignalRChat.Tests.Interop;

/// <summary>A running client of <c>samples/clients</c>: lines are typed into it, and it writes lines.</summary>
internal sealed class SampleClient : IAsyncDisposable
{
    private const int Ended = 1;

    private readonly string _library;
    private readonly ProcessGuard _guard;
    private readonly List<string> _lines = [];
    private Func<string, Task> _type = _ => Task.CompletedTask;
    private int _read;

    public SampleClient(string library, ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        _library = library;
        Process = Process.Start(start)!;
        _guard = new ProcessGuard(Process.Id);
    }

    public Process Process { get; }

    public void TypeInto(Func<string, Task> type) => _type = type;

    /// <summary>For a client that writes to its standard output.</summary>
    public void ReadOutput()
    {
        Process.OutputDataReceived += (_, line) => Wrote(line.Data);
        Process.ErrorDataReceived += (_, line) => Wrote(line.Data);
        Process.BeginOutputReadLine();
        Process.BeginErrorReadLine();
    }

    public void Wrote(string? line)
    {
        if (line is null)
            return;
        lock (_lines)
            _lines.Add(line);
    }

    public Task TypeAsync(string line) => _type(line);

    /// <summary>
    /// Waits until it has written lines with all of these texts, in any order, after the lines that the last call has waited for.
    /// </summary>
    public async Task WritesAsync(params string[] texts)
    {
        var places = Array.Empty<int>();
        await Eventually.HoldsAsync(
            () =>
            {
                places = [.. texts.Select(PlaceOf)];
                return Task.FromResult(!places.Contains(-1));
            },
            () => $"The client {_library} has not written {string.Join(" and ", texts)}:\n{Written}");
        _read = places.Max() + 1;
    }

    /// <summary>Returns how many lines contain the text.</summary>
    public int Count(string text)
    {
        lock (_lines)
            return _lines.Count(line => line.Contains(text, StringComparison.Ordinal));
    }

    /// <summary>Waits until it has given up.</summary>
    public async Task EndsAsync()
    {
        if (_type.Target is SamplePage)
        {
            await WritesAsync("ended");
            return;
        }
        await Eventually.HoldsAsync(() => Task.FromResult(Process.HasExited), () => $"The client {_library} has not ended:\n{Written}");
        Assert.True(Process.ExitCode == Ended, $"The client {_library} ended with {Process.ExitCode}:\n{Written}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited)
            Process.Kill(entireProcessTree: true);
        await Process.WaitForExitAsync();
        _guard.Dispose();
        Process.Dispose();
    }

    private string Written
    {
        get
        {
            lock (_lines)
                return string.Join('\n', _lines.Select(line => line.Length > 200 ? line[..200] : line));
        }
    }

    private int PlaceOf(string text)
    {
        lock (_lines)
            return _lines.FindIndex(Math.Min(_read, _lines.Count), line => line.Contains(text, StringComparison.Ordinal));
    }
}
