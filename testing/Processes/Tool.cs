using System.ComponentModel;
using System.Diagnostics;

namespace SignalRChat.Testing.Processes;

/// <summary>Runs a system command to its end.</summary>
internal static class Tool
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(20);

    /// <summary>Returns false if the command failed or is missing.</summary>
    public static bool TryRun(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            if (!process.WaitForExit(_deadline))
                throw new TimeoutException($"{command} does not end.");
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Returns the exit code, and the text of both outputs.</summary>
    public static (int Code, string Said) Run(string command, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(_deadline))
            throw new TimeoutException($"{command} does not end.");
        return (process.ExitCode, output.GetAwaiter().GetResult() + error.GetAwaiter().GetResult());
    }
}
