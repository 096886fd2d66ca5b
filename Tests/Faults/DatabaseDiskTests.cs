extern alias faults;

using faults::SignalRChat.Faults.Cluster;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Faults;

public sealed class DatabaseDiskTests
{
    [SmallDiskFact]
    public void A_full_disk_takes_nothing_more_and_a_freed_one_does()
    {
        using var disk = DatabaseDisk.TryMake();
        Assert.NotNull(disk);
        var file = Path.Combine(disk.Path, "file");
        disk.Fill();
        Assert.Throws<IOException>(() => File.WriteAllBytes(file, new byte[1_000_000]));
        disk.Free();
        File.WriteAllBytes(file, new byte[1_000_000]);
    }

    [SmallDiskFact]
    public void It_is_gone_afterwards()
    {
        string path;
        using (var disk = DatabaseDisk.TryMake())
            path = disk!.Path;
        Assert.False(Directory.Exists(path));
    }
}
