using System.Globalization;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Durability;

/// <summary>A data folder that can be full for a server: a small disk, or the system's limit on the size of a file, set on the running server.</summary>
internal sealed class ServerDisk : IDisposable
{
    private readonly SmallDisk _disk = new(megabytes: 4);

    public bool IsMounted => _disk.IsMounted;

    public string Path => _disk.Path;

    public void Fill(ServerProcess server)
    {
        if (IsMounted)
            _disk.Fill();
        else
            LimitFiles(server, new DirectoryInfo(Path).EnumerateFiles().Max(file => file.Length).ToString(CultureInfo.InvariantCulture));
    }

    public void Free(ServerProcess server)
    {
        if (IsMounted)
            _disk.Free();
        else
            LimitFiles(server, "unlimited");
    }

    public void Dispose() => _disk.Dispose();

    /// <summary>The soft limit only: it can be raised again without being root.</summary>
    private static void LimitFiles(ServerProcess server, string bytes) => Assert.True(
        Tool.TryRun("prlimit", $"--pid={server.Id}", $"--fsize={bytes}:"), "This system can neither mount a small disk nor limit the size of files.");
}
