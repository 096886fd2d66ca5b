using System.Diagnostics;

namespace SignalRChat.BrowserTests.Support;

/// <summary>Runs a command in a folder to its end. The command must succeed, unless the caller expects a failure.</summary>
internal static class Command
{
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(3);

    public static async Task<string> RunAsync(string folder, string command, params string[] arguments)
    {
        var end = await Tool.RunAsync(new(command, arguments) { WorkingDirectory = folder }, _deadline);
        Assert.True(end.Code == 0, $"{command} {string.Join(' ', arguments)} ended with {end.Code}:\n{end.Said}");
        return end.Said;
    }

    /// <summary>Runs a command that must fail, with another search path for programs.</summary>
    public static async Task<string> FailAsync(string folder, string path, string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { WorkingDirectory = folder, Environment = { ["PATH"] = path } };
        var end = await Tool.RunAsync(start, _deadline);
        Assert.True(end.Code != 0, $"{command} {string.Join(' ', arguments)} did not fail:\n{end.Said}");
        return end.Said;
    }
}
