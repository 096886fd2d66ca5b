namespace SignalRChat.Faults.Cluster;

/// <summary>
/// A file system for the database only, in a sparse file. It syncs as the disk below it does, and can be full without affecting
/// any other process. Needs root. Only this run sees its mount, which ends with the run.
/// </summary>
internal sealed class DatabaseDisk : IDisposable
{
    private const string Size = "8G";
    // Few inodes, so that mkfs writes their table at once and not in the background during a measurement.
    private static readonly string[] _make = ["-q", "-F", "-m", "0", "-N", "20000", "-E", "lazy_itable_init=0,lazy_journal_init=1"];
    private const long Rest = 1 << 20;

    private readonly TempDirectory _image = new();
    private readonly TempDirectory _place = new();
    private bool _isMounted;

    private DatabaseDisk()
    {
    }

    public string Path => _place.Path;

    private string Image => _image.File("disk");

    private string Filling => _place.File("ballast");

    /// <summary>Null if this process may not mount a disk.</summary>
    public static DatabaseDisk? TryMake()
    {
        var disk = new DatabaseDisk();
        disk._isMounted = Tool.TryRun("truncate", "-s", Size, disk.Image)
            && Tool.TryRun("mkfs.ext4", [.. _make, disk.Image])
            && Tool.TryRun("mount", "-o", "loop", disk.Image, disk.Path);
        if (disk._isMounted)
            return disk;
        disk.Dispose();
        return null;
    }

    /// <summary>Fills the disk. The filler is allocated and not written, because it is as large as the disk.</summary>
    public void Fill()
    {
        var free = new DriveInfo(Path).AvailableFreeSpace;
        if (free > Rest && !Tool.TryRun("fallocate", "-l", $"{free - Rest}", Filling))
            throw new InvalidOperationException("The database's disk cannot be filled.");
        Ballast.Fill(Filling);
    }

    public void Free() => File.Delete(Filling);

    public void Dispose()
    {
        if (_isMounted)
            Tool.TryRun("umount", "-l", Path);
        _place.Dispose();
        _image.Dispose();
    }
}
