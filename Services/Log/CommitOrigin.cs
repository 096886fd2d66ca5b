using System.Diagnostics;

namespace SignalRChat.Services.Log;

/// <summary>A commit whose changes an update has: when it was made, by this node's timestamps, and how this node learned of it.</summary>
internal readonly record struct CommitOrigin(long At, CommitPath Path)
{
    /// <summary>The spans of the commit, for those of its commands that are traced; null if none is.</summary>
    public ActivityContext[]? Traces { get; init; }

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

/// <summary>The commit of a batch of this node, as the updates of its rooms name it.</summary>
internal readonly struct BatchOrigin(long at, Dictionary<string, List<ActivityContext>>? traces)
{
    private readonly CommitOrigin[] _commit = [new(at, CommitPath.Local)];

    /// <summary>The same for all rooms, except for those with a traced command.</summary>
    public CommitOrigin[] Of(string room) =>
        traces is not null && traces.TryGetValue(room, out var ofRoom) ? [_commit[0] with { Traces = [.. ofRoom] }] : _commit;
}
