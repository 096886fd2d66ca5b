using System.Text.Json.Serialization;

namespace SignalRChat.Faults.History;

/// <summary>
/// One line of the history: what a client asked, was answered, was told, or what was done to it. Times are microseconds since the
/// start of the run.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Invoked), "invoke")]
[JsonDerivedType(typeof(Succeeded), "ok")]
[JsonDerivedType(typeof(Refused), "fail")]
[JsonDerivedType(typeof(Unknown), "info")]
[JsonDerivedType(typeof(Opened), "opened")]
[JsonDerivedType(typeof(Closed), "closed")]
[JsonDerivedType(typeof(Entered), "entered")]
[JsonDerivedType(typeof(Removed), "removed")]
[JsonDerivedType(typeof(Pushed), "pushed")]
[JsonDerivedType(typeof(Heard), "heard")]
[JsonDerivedType(typeof(Present), "present")]
[JsonDerivedType(typeof(FaultBegan), "fault")]
[JsonDerivedType(typeof(FaultEnded), "healed")]
[JsonDerivedType(typeof(BackupBegan), "backup")]
[JsonDerivedType(typeof(Restored), "restored")]
[JsonDerivedType(typeof(StoodStill), "still")]
internal abstract record HistoryRecord
{
    public long At { get; init; }

    /// <summary>Which client; empty where it is none.</summary>
    public string Client { get; init; } = "";
}

/// <summary>A call is about to be made. Its outcome, which bears the same number, is ok, fail (for good) or info (not known).</summary>
internal sealed record Invoked(long Op, OpKind Kind, string Room, string MessageId, string Text) : HistoryRecord
{
    /// <summary>The same send once more, after its answer: it must be answered as a duplicate.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>Of the whole text of a post or an edit, of which the record keeps the beginning; 0 where it is the whole.</summary>
    public int Length { get; init; }
}

internal sealed record Succeeded(long Op, long Sequence, long Revision, bool Duplicate) : HistoryRecord;

internal sealed record Refused(long Op, string Code) : HistoryRecord;

internal sealed record Unknown(long Op, string Why) : HistoryRecord;

/// <summary>A connection is there; each of a client's has a number.</summary>
internal sealed record Opened(int Connection) : HistoryRecord;

internal sealed record Closed(int Connection, int? Code, string? Reason) : HistoryRecord;

/// <summary>A join was answered: from here on the client hears the room on this connection.</summary>
internal sealed record Entered(int Connection, string Room, long Head, bool Reset) : HistoryRecord;

/// <summary>The server says that the user is no longer in the room, and with which revision that was.</summary>
internal sealed record Removed(int Connection, string Room, string Code, long Revision) : HistoryRecord;

/// <summary>An update as it came over the wire, before the client looked at its cursor.</summary>
internal sealed record Pushed(int Connection, string Room, long After, long Through) : HistoryRecord;

/// <summary>What a client took in: with it, it knows all messages whose latest change lies in (After, Through].</summary>
internal sealed record Heard(string Room, string Epoch, long After, long Through, HeardBy By, HeardMessage[] Messages) : HistoryRecord;

/// <summary>A message as it was told. Of the text only the beginning, which is unique, and the length are kept.</summary>
internal sealed record HeardMessage(string MessageId, long Sequence, long Revision, string UserId, string Text, int Length, bool IsDeleted);

/// <summary>Who was shown as present in a room.</summary>
internal sealed record Present(string Room, string[] Users) : HistoryRecord;

internal sealed record FaultBegan(int Number, string Name, string Target) : HistoryRecord
{
    /// <summary>How it was played on a machine that cannot do it as it is meant; none where it can.</summary>
    public string? Instead { get; init; }

    /// <summary>Whether nothing was done at all.</summary>
    public bool IsLeftOut { get; init; }
}

internal sealed record FaultEnded(int Number, string Name) : HistoryRecord;

/// <summary>A backup is about to be taken: what was acknowledged by now is in it.</summary>
internal sealed record BackupBegan : HistoryRecord;

/// <summary>The backup is in the database's place, with these heads of rooms, and no node is up yet.</summary>
internal sealed record Restored(IReadOnlyDictionary<string, long> Heads) : HistoryRecord;

/// <summary>The whole machine did nothing from then until now.</summary>
internal sealed record StoodStill(long Since) : HistoryRecord;

[JsonConverter(typeof(JsonStringEnumConverter<OpKind>))]
internal enum OpKind
{
    Post,
    Edit,
    Delete,
    Join,
    Leave,
    Read,

    /// <summary>Another user's membership is ended; the text names the user.</summary>
    Kick,
}

[JsonConverter(typeof(JsonStringEnumConverter<HeardBy>))]
internal enum HeardBy
{
    Live,
    CatchUp,

    /// <summary>A snapshot: what was known before is thrown away.</summary>
    Reset,
}
