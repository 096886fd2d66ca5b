using SignalRChat.Tests.Support;

namespace SignalRChat.Faults.Cluster;

/// <summary>
/// A file system for the database alone, kept in a sparse file: it syncs as the disk below it does, and can be full without
/// touching anybody else's. Needs root; its mount is seen by this run only and ends with it.
/// </summary>
internal sealed class DatabaseDisk : IDisposable
{
    private const string Size = "8G";
    // Few files, so that the table of them is made at once and not behind our back while something is measured.
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

    /// <summary>None where this process may not mount one.</summary>
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

    /// <summary>Nothing more goes in. What is filled is given away and not written, for the disk below is as large as it is.</summary>
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
