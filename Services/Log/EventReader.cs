using System.Text.Json.Serialization;

namespace SignalRChat.Services.Log;

/// <summary>
/// A backend that follows all rooms, as it is stored. The store also keeps the revision up to which it was given each room.
/// </summary>
/// <param name="Step">How many pages it was given.</param>
/// <param name="Epoch">The epoch of all its pages.</param>
/// <param name="Page">The ranges of the newest page, which it may ask for again.</param>
/// <param name="UsedAt">When it was last given a page, in Unix milliseconds.</param>
internal sealed record EventReader(long Step, string Epoch, IReadOnlyList<EventRange> Page, long UsedAt)
{
    /// <summary>The code for a reader more than there may be.</summary>
    public const string TooMany = "too-many-readers";
}

/// <summary>A range of revisions of a room.</summary>
internal readonly record struct EventRange(
    [property: JsonPropertyName("i")] long RoomId,
    [property: JsonPropertyName("r")] string Room,
    [property: JsonPropertyName("a")] long After,
    [property: JsonPropertyName("t")] long Through);

/// <summary>
/// Moves a reader on in some rooms. It is refused if the reader has another step or the database another epoch. A reader with step 0 is
/// made if it does not exist. It changes no room: the name in its place is not valid for a room, and keeps the commands of a reader in
/// order.
/// </summary>
internal sealed record MoveReaderCommand(Guid ReaderId, long Step, string Epoch, IReadOnlyList<EventRange> Ranges)
    : RoomCommand($"#{ReaderId:n}", ServiceCommand.Nobody)
{
    /// <summary>The ranges are the reader's next page. Otherwise they are not given to it, and the step stays.</summary>
    public bool IsPage { get; init; }

    /// <summary>The most readers, including this one if the command makes it.</summary>
    public int MostReaders { get; init; } = int.MaxValue;
}

/// <summary>The readers of all rooms in the transaction of a <see cref="RoomBatch"/>.</summary>
internal interface IEventRows
{
    /// <summary>Null if it does not exist. A store may have made it with step 0 for this batch.</summary>
    EventReader? Find(Guid readerId);

    /// <summary>Whether there may be one more. Called when a reader was not found.</summary>
    bool HasPlace(int most);

    /// <summary>Stores the reader, and the ends of the ranges as its places in their rooms.</summary>
    void Set(Guid readerId, EventReader reader, IReadOnlyList<EventRange> ranges);
}
