using System.ComponentModel;
using System.Diagnostics;

namespace SignalRChat.BrowserTests.Support;

/// <summary>Runs a command in a folder to its end. The command must succeed, unless the caller expects a failure.</summary>
internal static class Command
{
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(3);

    public static async Task<string> RunAsync(string folder, string command, params string[] arguments)
    {
        var (code, said) = await EndAsync(folder, null, command, arguments);
        Assert.True(code == 0, $"{command} {string.Join(' ', arguments)} ended with {code}:\n{said}");
        return said;
    }

    /// <summary>Runs a command that must fail, with another search path for programs.</summary>
    public static async Task<string> FailAsync(string folder, string path, string command, params string[] arguments)
    {
        var (code, said) = await EndAsync(folder, path, command, arguments);
        Assert.True(code != 0, $"{command} {string.Join(' ', arguments)} did not fail:\n{said}");
        return said;
    }

    private static async Task<(int Code, string Said)> EndAsync(string folder, string? path, string command, string[] arguments)
    {
        using var process = Start(folder, path, command, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(_deadline);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{command} {string.Join(' ', arguments)} does not end.");
        }
        return (process.ExitCode, await output + await error);
    }

    private static Process Start(string folder, string? path, string command, string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (path is not null) start.Environment["PATH"] = path;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"{command} cannot be started; .ci/run installs it.", e);
        }
    }
}
