namespace SignalRChat.Tests.Support;

/// <summary>A test that needs a disk that can be full. It is skipped if none can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute()
    {
        if (!SmallDisk.IsPossible)
            Skip = "Only root may mount a small disk, and not in every container.";
    }
}
