using System.CommandLine;

namespace SignalRChat.Faults.Commands;

/// <summary>The options that several commands share.</summary>
internal static class FaultsOptions
{
    private const int AnySeed = 0;

    public static Option<int> Seed() => new("--seed")
    {
        Description = "The chance a run follows; the same seed, the same schedule. Default: another one each time, which is printed.",
        DefaultValueFactory = _ => AnySeed,
    };

    public static Option<int> Nodes(int nodes) => new("--nodes")
    {
        Description = "1: one node with SQLite. More: with PostgreSQL and Redis.",
        DefaultValueFactory = _ => nodes,
    };

    public static Option<double> Minutes() => new("--minutes") { Description = "How long faults strike.", DefaultValueFactory = _ => 10 };

    public static Option<string> Folder() => new("--output")
    {
        Description = "Where histories, report and pictures go.",
        DefaultValueFactory = _ => Path.Combine("artifacts", "faults"),
    };

    public static Option<bool> Busy() => new("--busy-machine")
    {
        Description = "The machine has other work: what comes too late is reported and does not count.",
    };

    public static int Choose(int seed) => seed != AnySeed ? seed : Environment.TickCount & int.MaxValue;
}
