namespace SignalRChat.Services.Log;

/// <summary>A commit whose changes an update has: when it was made, by this node's timestamps, and how this node learned of it.</summary>
internal readonly record struct CommitOrigin(long At, CommitPath Path)
{
    /// <summary>
    /// A commit whose time is known by the clock of another machine. If that clock is ahead of this node's, the commit counts as made now.
    /// </summary>
    public static CommitOrigin By(DateTimeOffset committedAt, CommitPath path, TimeProvider time)
    {
        var age = time.GetUtcNow() - committedAt;
        return new(time.GetTimestamp() - (age > TimeSpan.Zero ? time.TicksOf(age) : 0), path);
    }
}

/// <summary>How a node learns of a commit whose changes it sends to its members.</summary>
internal enum CommitPath
{
    /// <summary>The node committed it.</summary>
    Local,

    /// <summary>Another node notified it, over the backplane.</summary>
    Backplane,

    /// <summary>It read the changes from the database.</summary>
    Database,
}
