using SignalRChat.Contracts;

namespace SignalRChat.Testing.History;

/// <summary>A page or an update of an inbox, as the wire delivered it to a client. A reset drops what the client knew.</summary>
internal sealed record InboxHeard(
    int Connection, string Epoch, long After, long Through, InboxBy By, RecordedEntry[] Entries) : HistoryRecord;

/// <summary>The counts of rooms that the client received apart from the inbox's numbers.</summary>
internal sealed record InboxActive(int Connection, RecordedEntry[] Rooms) : HistoryRecord;

/// <summary>The client is about to mark a room as read up to this sequence, by the numbers of this epoch.</summary>
internal sealed record MarkingRead(string Epoch, string Room, long Through) : HistoryRecord;

/// <summary>The server has acknowledged that the client's user has read a room up to this sequence.</summary>
internal sealed record MarkedRead(string Room, long Through) : HistoryRecord;

/// <summary>A room in an inbox.</summary>
internal sealed record RecordedEntry(string Room, long Revision, long Head, long Unread, long Mentions, long ReadThrough)
{
    /// <summary>The sequence of the newest message that counts; 0 if it has no message.</summary>
    public long Last { get; init; }

    /// <summary>The user is no member any more.</summary>
    public bool IsLeft { get; init; }

    public static RecordedEntry From(InboxEntry entry) => new(
        entry.Room, entry.Revision, entry.Head, entry.Unread, entry.Mentions, entry.ReadThrough)
    {
        Last = entry.LastMessage?.Sequence ?? 0,
        IsLeft = entry.Left is not null,
    };

    public static RecordedEntry From(RoomActivity room) =>
        new(room.Room, 0, room.Head, room.Unread, room.Mentions, 0) { Last = room.LastMessage?.Sequence ?? 0 };

    /// <summary>The entry with the counts of an activity; the same if those are older.</summary>
    public RecordedEntry With(RecordedEntry activity) => activity.Head < Head ? this : this with
    {
        Head = activity.Head,
        Unread = activity.Unread,
        Mentions = activity.Mentions,
        Last = activity.Last,
    };
}

internal enum InboxBy
{
    /// <summary>A page that continues the client's cursor.</summary>
    Page,

    /// <summary>A page that begins anew.</summary>
    Reset,

    /// <summary>A change that the server sent.</summary>
    Update,
}

/// <summary>The inbox of a user in the database, counted from the messages themselves.</summary>
internal sealed record StoredInbox(string UserId, long Head, IReadOnlyList<RecordedEntry> Entries);
