using System.Diagnostics;

namespace SignalRChat.Tests.ClientConsole;

/// <summary>
/// The console in a real pseudo-terminal, which is tmux. The test sends keys as a keyboard does, and reads the screen as a user
/// does.
/// </summary>
internal sealed class Terminal : IAsyncDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly IReadOnlyDictionary<string, string> _environment;
    private ProcessGuard? _guard;

    private Terminal(IReadOnlyDictionary<string, string>? environment) => _environment = environment ?? new Dictionary<string, string>();

    public static async Task<Terminal> StartAsync(
        string[] arguments, int width = 100, int height = 30, IReadOnlyDictionary<string, string>? environment = null)
    {
        var terminal = new Terminal(environment);
        // The shell keeps running for a while after the console has ended, so that the test can read the last output and the
        // exit code.
        string[] shell = ["sh", "-c", "\"$@\"; echo \"exit=$?\"; exec sleep 120", "sh", "dotnet", ConsoleProcess.Program, .. arguments];
        await terminal.TmuxAsync(["-u", "-f", "/dev/null", "new-session", "-d", "-x", $"{width}", "-y", $"{height}", .. shell]);
        var pid = await terminal.TmuxAsync("display-message", "-p", "#{pid}");
        terminal._guard = new(int.Parse(pid, System.Globalization.CultureInfo.InvariantCulture));
        return terminal;
    }

    /// <summary>The visible screen; with <paramref name="colours"/>, including the colour sequences.</summary>
    public Task<string> ScreenAsync(bool colours = false) => TmuxAsync(["capture-pane", "-p", .. colours ? new[] { "-e" } : []]);

    /// <summary>All non-empty lines, including those that have scrolled off the screen.</summary>
    public async Task<string[]> LinesAsync() =>
        (await TmuxAsync("capture-pane", "-p", "-S", "-"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public Task TypeAsync(string text) => TmuxAsync("send-keys", "-l", "--", text);

    /// <summary>Presses a key by its tmux name, such as <c>Enter</c> or <c>C-c</c>.</summary>
    public Task PressAsync(string key) => TmuxAsync("send-keys", key);

    public async Task EnterAsync(string text)
    {
        await TypeAsync(text);
        await PressAsync("Enter");
    }

    public Task ResizeAsync(int width, int height = 30) => TmuxAsync("resize-window", "-x", $"{width}", "-y", $"{height}");

    /// <summary>Waits until the screen shows this text.</summary>
    public Task ShowsAsync(string text) => UntilAsync(screen => screen.Contains(text, StringComparison.Ordinal), text);

    public async Task UntilAsync(Func<string, bool> condition, string wanted)
    {
        var screen = "";
        try
        {
            await Eventually.HoldsAsync(async () => condition(screen = await ScreenAsync()));
        }
        catch (Exception e)
        {
            throw new Xunit.Sdk.XunitException($"The screen does not come to show \"{wanted}\":\n{screen}\n{e.Message}");
        }
    }

    /// <summary>Waits until the last row begins and ends like this.</summary>
    public Task PromptsAsync(string start, string end) => UntilAsync(
        screen => screen.TrimEnd().Split('\n')[^1].TrimEnd() is var row
            && row.StartsWith(start, StringComparison.Ordinal)
            && row.EndsWith(end, StringComparison.Ordinal),
        $"{start} … {end}");

    public async ValueTask DisposeAsync()
    {
        await TmuxAsync("kill-server");
        _guard?.Dispose();
        _folder.Dispose();
    }

    private async Task<string> TmuxAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("tmux", ["-S", Path.Combine(_folder, "tmux"), .. arguments]);
        foreach (var name in ConsoleProcess.ForeignVariables.Append("TMUX"))
            start.Environment.Remove(name);
        start.Environment["TERM"] = "xterm-256color";
        start.Environment["LANG"] = "C.UTF-8";
        start.Environment["XDG_CONFIG_HOME"] = _folder;
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;
        var end = await Tool.RunAsync(start);
        Assert.True(end.Code == 0, $"tmux {string.Join(' ', arguments)}: {end.Error}");
        return end.Output;
    }
}
