namespace SignalRChat.Faults.Cluster;

/// <summary>
/// The wall clock of one node's process. A fault can step it while the process runs. A small library (<c>steppedclock.c</c>)
/// intercepts the process's calls for the time. So the framework and the libraries see the step too. The monotonic clock is not
/// changed, as when an operator sets a machine's clock. libfaketime is not used, because it intercepts waits too: a node under
/// it started in 15 s instead of 6 s.
/// </summary>
internal sealed class NodeClock : IDisposable
{
    private readonly TempDirectory _folder = new();

    private NodeClock() => Step(TimeSpan.Zero);

    private string Library => _folder.File("steppedclock.so");

    private string Ahead => _folder.File("ahead");

    /// <summary>Null if there is no C compiler, or if the system is not Linux.</summary>
    public static NodeClock? TryMake()
    {
        var clock = new NodeClock();
        var source = Path.Combine(RepositoryRoot.Path, "faults", "Cluster", "steppedclock.c");
        if (OperatingSystem.IsLinux() && Tool.TryRun("cc", "-shared", "-fPIC", "-O2", "-o", clock.Library, source))
            return clock;
        clock.Dispose();
        return null;
    }

    /// <summary>The environment variables that the process needs.</summary>
    public IReadOnlyDictionary<string, string> Environment =>
        new Dictionary<string, string> { ["LD_PRELOAD"] = Library, ["STEPPED_CLOCK"] = Ahead };

    /// <summary>Sets how far this clock is ahead of the system's clock, or behind it.</summary>
    public void Step(TimeSpan ahead)
    {
        // Overwrites the file in place, because the process has it mapped.
        using var file = new FileStream(Ahead, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        file.Write(BitConverter.GetBytes((long)ahead.TotalSeconds));
    }

    public void Dispose() => _folder.Dispose();
}
