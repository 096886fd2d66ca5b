using System.ComponentModel;
using System.Diagnostics;

namespace SignalRChat.Testing;

/// <summary>Runs a command to its end.</summary>
internal static class Tool
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(20);

    /// <summary>Returns false if the command failed or is missing.</summary>
    public static bool TryRun(string command, params string[] arguments)
    {
        try
        {
            return Run(command, arguments).Code == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Returns the exit code, and the text of both outputs.</summary>
    public static (int Code, string Said) Run(string command, params string[] arguments)
    {
        var end = Task.Run(() => RunAsync(new(command, arguments))).GetAwaiter().GetResult();
        return (end.Code, end.Said);
    }

    /// <summary>Kills the command and its children if it does not end in time.</summary>
    public static async Task<ToolEnd> RunAsync(ProcessStartInfo start, TimeSpan? deadline = null)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Process.Start(start)!;
        using var guard = deadline is null ? null : new ProcessGuard(process.Id);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(deadline ?? _deadline);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"{start.FileName} {string.Join(' ', start.ArgumentList)} does not end:\n{await output}{await error}");
        }
        return new(process.ExitCode, await output, await error);
    }
}

/// <summary>The end of a command.</summary>
internal sealed record ToolEnd(int Code, string Output, string Error)
{
    public string Said => Output + Error;
}
