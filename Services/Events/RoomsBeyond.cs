using System.Collections.Concurrent;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Events;

/// <summary>
/// Finds the rooms that have changed beyond what a reader was given, with queries that do not grow with the rooms. The node remembers for
/// each reader how far it has looked: first at all rooms, a part at a time, and then at those that change. A place of a reader in a room
/// never goes back, so what was found then stays right whichever node gives the next page.
/// </summary>
internal sealed class RoomsBeyond(IEventStore store, RecentChanges changes, TimeProvider time)
{
    private const int PartLength = 1_000;

    /// <summary>More than there are readers. A backend can invent others.</summary>
    private const int MostKept = 20_000;

    /// <summary>Also finds what leaves no trace, such as a room that was inserted by SQL.</summary>
    private static readonly TimeSpan _allAgainAfter = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<Guid, LookedAt> _kept = [];

    /// <summary>How far the node has looked for the reader.</summary>
    public async ValueTask<LookedAt> BeginAsync(Guid readerId, CancellationToken cancellationToken)
    {
        await changes.FollowAsync(cancellationToken);
        var isKnown = _kept.TryGetValue(readerId, out var kept);
        return isKnown && (kept.Walked is not null || time.GetElapsedTime(kept.Began) < _allAgainAfter) ? kept : Nothing();
    }

    /// <summary>No room is beyond the places of the reader, but those that change from now on.</summary>
    public async ValueTask<LookedAt> AtEndAsync(CancellationToken cancellationToken)
    {
        await changes.FollowAsync(cancellationToken);
        return Nothing() with { Walked = null };
    }

    public void Keep(Guid readerId, LookedAt looked)
    {
        if (_kept.Count >= MostKept)
            _kept.Clear();
        _kept[readerId] = looked;
    }

    /// <summary>Looks at the next rooms.</summary>
    public async Task<BeyondPart> ReadAsync(Guid readerId, LookedAt looked, CancellationToken cancellationToken)
    {
        if (looked.Walked is { } walked)
            return await WalkAsync(readerId, looked, walked, cancellationToken);
        if (changes.Since(looked.Number, PartLength) is not { } noted)
            return new([], Nothing(), IsLast: false);
        if (noted.Count == 0)
            return new([], looked, IsLast: true);
        var numbers = noted.ToDictionary(change => change.Room, change => change.Number);
        var beyond = await store.FindBeyondAsync(readerId, numbers.Keys, cancellationToken);
        var rooms = beyond.Select(range => new RoomBeyond(range, looked with { Number = numbers[range.Room] - 1 }));
        return new([.. rooms.OrderBy(room => room.Before.Number)], looked with { Number = noted[^1].Number }, IsLast: false);
    }

    private async Task<BeyondPart> WalkAsync(Guid readerId, LookedAt looked, long walked, CancellationToken cancellationToken)
    {
        var part = await store.WalkAsync(readerId, walked, PartLength, cancellationToken);
        var rooms = part.Ranges.Select(range => new RoomBeyond(range, looked with { Walked = range.RoomId - 1 }));
        return new([.. rooms], looked with { Walked = part.Through }, IsLast: false);
    }

    private LookedAt Nothing() => new(changes.Newest, Walked: 0, time.GetTimestamp());
}

/// <summary>The rooms that a node has looked at for a reader: those with an id up to <paramref name="Walked"/>.</summary>
/// <param name="Number">The number of <see cref="RecentChanges"/> at the beginning; later the one up to which it has looked.</param>
/// <param name="Walked">The last id of the walk; null if it went through all rooms.</param>
/// <param name="Began">The timestamp of the beginning.</param>
internal readonly record struct LookedAt(long Number, long? Walked, long Began);

/// <summary>A room beyond the place of a reader, and how far the node has looked if the reader is not given the room whole.</summary>
internal readonly record struct RoomBeyond(EventRange Range, LookedAt Before);

/// <summary>A part of the rooms.</summary>
/// <param name="Rooms">Those beyond the places of the reader, in the order in which they were looked at.</param>
/// <param name="End">How far the node has looked if the reader is given all of them.</param>
/// <param name="IsLast">There is nothing to look at after it.</param>
internal sealed record BeyondPart(RoomBeyond[] Rooms, LookedAt End, bool IsLast);
