namespace SignalRChat.Testing;

/// <summary>
/// A disk of a few megabytes that can be full, if this process may mount one. A container may forbid that even to root.
/// Otherwise it is a plain folder, and the test limits the space in another way.
/// </summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TempDirectory _folder = new();

    public SmallDisk(int megabytes) =>
        IsMounted = OperatingSystem.IsLinux() && Tool.TryRun("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", _folder.Path);

    public bool IsMounted { get; }

    private static readonly Lazy<bool> _isPossible = new(() =>
    {
        using var disk = new SmallDisk(1);
        return disk.IsMounted;
    });

    /// <summary>Whether this process may mount one.</summary>
    public static bool IsPossible => _isPossible.Value;

    public string Path => _folder.Path;

    private string Filling => _folder.File("ballast");

    /// <summary>Writes until the disk is full.</summary>
    public void Fill() => Ballast.Fill(Filling);

    public void Free() => File.Delete(Filling);

    public void Dispose()
    {
        if (IsMounted)
            Tool.TryRun("umount", "-l", _folder.Path);
        _folder.Dispose();
    }
}
