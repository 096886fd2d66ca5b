using System.ComponentModel;
using System.Diagnostics;

namespace SignalRChat.BrowserTests.Support;

/// <summary>A command in a folder, run to its end; it must succeed.</summary>
internal static class Command
{
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(3);

    public static async Task<string> RunAsync(string folder, string command, params string[] arguments)
    {
        using var process = Start(folder, command, arguments);
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
        var said = await output + await error;
        Assert.True(process.ExitCode == 0, $"{command} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{said}");
        return said;
    }

    private static Process Start(string folder, string command, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(command, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"{command} cannot be started; .ci/run installs it.", e);
        }
    }
}
