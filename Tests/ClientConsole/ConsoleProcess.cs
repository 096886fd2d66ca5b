using System.Diagnostics;
using System.Text;

namespace SignalRChat.Tests.ClientConsole;

/// <summary>The console as a separate process, with pipes for its input and output.</summary>
internal sealed class ConsoleProcess : IDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(60);

    /// <summary>Its own output folder, which is complete. The copy beside the tests depends on the web framework.</summary>
    public static readonly string Program = Path.Combine(
        AppContext.BaseDirectory,
        "..",
        "..",
        "SignalRChat.ClientConsole",
        new DirectoryInfo(AppContext.BaseDirectory).Name,
        "SignalRChat.ClientConsole.dll");

    /// <summary>Variables of the tester's environment that must not affect the result.</summary>
    public static readonly string[] ForeignVariables = ["CHAT_URL", "CHAT_TOKEN", "NO_COLOR"];

    private readonly Process _process;
    private readonly TempDirectory _profile;
    private readonly Task<string> _error;

    private ConsoleProcess(Process process, TempDirectory profile)
    {
        _process = process;
        _profile = profile;
        _error = process.StandardError.ReadToEndAsync();
    }

    public static ConsoleProcess Start(params string[] arguments) => StartWith([], arguments);

    public static ConsoleProcess StartWith(Dictionary<string, string> environment, params string[] arguments) =>
        Start("dotnet", environment, [Program, .. arguments]);

    /// <summary>Runs a shell command, with the program as <c>$0</c>.</summary>
    public static ConsoleProcess StartShell(string line) => Start("/bin/sh", [], ["-c", line, Program]);

    private static ConsoleProcess Start(string file, Dictionary<string, string> environment, string[] arguments)
    {
        // A shell starts a background suite with SIGINT ignored, which all child processes inherit.
        var start = new ProcessStartInfo("env")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var argument in (string[])["--default-signal=INT", file, .. arguments])
            start.ArgumentList.Add(argument);
        foreach (var name in ForeignVariables)
            start.Environment.Remove(name);
        // Each process has a separate profile, and so is a separate guest, unless a test says otherwise.
        var profile = new TempDirectory();
        start.Environment["XDG_CONFIG_HOME"] = profile;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new(Process.Start(start)!, profile);
    }

    /// <summary>Starts it, sends these lines and the end of the input, and waits for its exit.</summary>
    public static Task<(int Code, string Output, string Error)> RunAsync(string input, params string[] arguments) =>
        RunWithAsync([], input, arguments);

    public static async Task<(int Code, string Output, string Error)> RunWithAsync(
        Dictionary<string, string> environment, string input, params string[] arguments)
    {
        using var process = StartWith(environment, arguments);
        await process.TypeAsync(input);
        return await process.EndAsync();
    }

    public async Task TypeAsync(string input)
    {
        await _process.StandardInput.WriteAsync(input);
        await _process.StandardInput.FlushAsync();
    }

    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync().WaitAsync(_deadline);

    /// <summary>Reads up to a line that contains this text.</summary>
    public async Task UntilAsync(string text)
    {
        async Task<string> NextAsync() =>
            await ReadLineAsync() ?? throw new Xunit.Sdk.XunitException($"It ended before {text} came: {await _error}");
        while (!(await NextAsync()).Contains(text, StringComparison.Ordinal))
        {
        }
    }

    public async Task<(int Code, string Output, string Error)> EndAsync()
    {
        _process.StandardInput.Close();
        return await ExitAsync();
    }

    public async Task<(int Code, string Output, string Error)> InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", $"{_process.Id}"]);
        return await ExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _profile.Dispose();
    }

    private async Task<(int Code, string Output, string Error)> ExitAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync().WaitAsync(_deadline);
        await _process.WaitForExitAsync().WaitAsync(_deadline);
        return (_process.ExitCode, output, await _error);
    }
}
