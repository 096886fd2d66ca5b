using SignalRChat.Tests.Support;

namespace SignalRChat.Faults.Cluster;

/// <summary>
/// The wall clock of one node's process, which can be stepped while it runs: a small library (<c>steppedclock.c</c>) stands
/// between the process and the system's clock, so that everything in the process sees the step, the framework and the libraries
/// too. The monotonic clock goes on as it is, as it does when a machine's clock is set. Not libfaketime: it stands before every
/// wait too, and a node under it took 15 s to start instead of 6.
/// </summary>
internal sealed class NodeClock : IDisposable
{
    private readonly TempDirectory _folder = new();

    private NodeClock() => Step(TimeSpan.Zero);

    private string Library => _folder.File("steppedclock.so");

    private string Ahead => _folder.File("ahead");

    /// <summary>None where there is no C compiler, or no Linux.</summary>
    public static NodeClock? TryMake()
    {
        var clock = new NodeClock();
        var source = Path.Combine(RepositoryRoot.Path, "faults", "Cluster", "steppedclock.c");
        if (OperatingSystem.IsLinux() && Tool.TryRun("cc", "-shared", "-fPIC", "-O2", "-o", clock.Library, source))
            return clock;
        clock.Dispose();
        return null;
    }

    /// <summary>What the process needs in its environment.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { ["LD_PRELOAD"] = Library, ["STEPPED_CLOCK"] = Ahead };

    /// <summary>So far it is from now on ahead of the system's, or behind.</summary>
    public void Step(TimeSpan ahead)
    {
        // Over what is there: the process has the file in its memory.
        using var file = new FileStream(Ahead, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        file.Write(BitConverter.GetBytes((long)ahead.TotalSeconds));
    }

    public void Dispose() => _folder.Dispose();
}
