using System.CommandLine;
using SignalRChat.Faults.Cluster;
using SignalRChat.Faults.Commands;

namespace SignalRChat.Faults;

/// <summary>Not named <c>Program</c>, because the tests see this program's types beside the server's.</summary>
internal static class FaultsProgram
{
    private const string Description =
        "Tries the promises of SignalRChat (docs/guarantees.md) on real servers while faults strike, "
        + "and judges the history by what the database holds.\n"
        + "Ends with 0 when nothing was found, with 1 when something was.";

    private static async Task<int> Main(string[] args)
    {
        if (args is ["short" or "long" or "restore" or "mutant", ..] && await OwnNetwork.TryRunAsync(args) is { } exit)
            return exit;
        var root = new RootCommand(Description)
        {
            ShortCommand.Create(), LongCommand.Create(), RestoreCommand.Create(),
            ScheduleCommand.Create(), JudgeCommand.Create(), MutantCommand.Create(),
        };
        return await root.Parse(args, new() { ResponseFileTokenReplacer = null }).InvokeAsync();
    }
}
