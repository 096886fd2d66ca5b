namespace SignalRChat.Tests.Durability;

/// <summary>
/// A data folder that can be full for a server: a small disk, or the system's limit on file size, set on the running server.
/// </summary>
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
            LimitFiles(server, new DirectoryInfo(Path).EnumerateFiles().Max(file => file.Length));
    }

    public void Free(ServerProcess server)
    {
        if (IsMounted)
            _disk.Free();
        else
            LimitFiles(server, null);
    }

    public void Dispose() => _disk.Dispose();

    private static void LimitFiles(ServerProcess server, long? bytes) =>
        Assert.True(FileSizeLimit.TrySet($"{server.Id}", bytes), "This system can neither mount a small disk nor limit the size of files.");
}
