namespace SignalRChat.Services.Log;

/// <summary>
/// Reads what backends that follow all rooms were given. <see cref="MoveReaderCommand"/> changes it. Every method throws
/// <see cref="StorageUnavailableException"/> when the database does not answer.
/// </summary>
internal interface IEventStore
{
    /// <summary>The epoch of the database and the reader, in one snapshot.</summary>
    Task<FoundReader> FindReaderAsync(Guid readerId, CancellationToken cancellationToken);

    /// <summary>
    /// Those of the rooms whose head is beyond the reader's place: each from there to the head. A reader that does not exist is at the
    /// beginning of all rooms.
    /// </summary>
    Task<IReadOnlyList<EventRange>> FindBeyondAsync(Guid readerId, IReadOnlyCollection<string> rooms, CancellationToken cancellationToken);

    /// <summary>
    /// The same of the next rooms after an id, by id. The query looks at <paramref name="count"/> rooms, however many there are.
    /// </summary>
    Task<EventWalk> WalkAsync(Guid readerId, long afterId, int count, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets the readers that were last given a page before a time in Unix milliseconds, and at most <paramref name="most"/> of their
    /// places. Returns whether there are more.
    /// </summary>
    Task<bool> ForgetReadersAsync(long usedBefore, int most, CancellationToken cancellationToken);
}

/// <summary>A reader; null if it does not exist.</summary>
internal readonly record struct FoundReader(string Epoch, EventReader? Reader);

/// <summary>A part of all rooms.</summary>
/// <param name="Ranges">The rooms of it that the reader has not been given whole, by id.</param>
/// <param name="Through">The id of the last room of the part; null if there are no rooms after it.</param>
internal readonly record struct EventWalk(IReadOnlyList<EventRange> Ranges, long? Through);
