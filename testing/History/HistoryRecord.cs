using System.Text.Json.Serialization;

namespace SignalRChat.Testing.History;

/// <summary>
/// One line of the history: a client's call, its answer, what the client received, or a fault that struck it. Times are in
/// microseconds since the start of the run.
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
[JsonDerivedType(typeof(Unsubscribing), "unsubscribing")]
[JsonDerivedType(typeof(Unsubscribed), "unsubscribed")]
[JsonDerivedType(typeof(Pushed), "pushed")]
[JsonDerivedType(typeof(Heard), "heard")]
[JsonDerivedType(typeof(Present), "present")]
[JsonDerivedType(typeof(InboxHeard), "inbox")]
[JsonDerivedType(typeof(InboxActive), "activity")]
[JsonDerivedType(typeof(MarkingRead), "marking")]
[JsonDerivedType(typeof(MarkedRead), "marked")]
[JsonDerivedType(typeof(FaultBegan), "fault")]
[JsonDerivedType(typeof(FaultEnded), "healed")]
[JsonDerivedType(typeof(BackupBegan), "backup")]
[JsonDerivedType(typeof(Restored), "restored")]
[JsonDerivedType(typeof(StoodStill), "still")]
internal abstract record HistoryRecord
{
    public long At { get; init; }

    /// <summary>The client's name; empty if the record belongs to no client.</summary>
    public string Client { get; init; } = "";
}

/// <summary>A client is about to make a call. The outcome bears the same number: ok, fail (final) or info (unknown).</summary>
internal sealed record Invoked(long Op, OpKind Kind, string Room, string MessageId, string Text) : HistoryRecord
{
    /// <summary>The same send again, after its answer. The server must answer it as a duplicate.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>The number of the client's burst, for a send that did not wait for the answers to those before it; otherwise 0.</summary>
    public int Burst { get; init; }

    /// <summary>The length of the whole text of a post or an edit, if the record keeps only the beginning; otherwise 0.</summary>
    public int Length { get; init; }

    /// <summary>The author of a post, if it is not the client: a backend posts for users, and as system. Otherwise null.</summary>
    public string? Author { get; init; }

    /// <summary>The new role or value of a setting, if the text does not hold it; otherwise null.</summary>
    public string? Value { get; init; }

    /// <summary>When the token of a connect was issued, at the latest, in microseconds since the start.</summary>
    public long TokenFrom { get; init; }
}

internal sealed record Succeeded(long Op, long Sequence, long Revision, bool Duplicate) : HistoryRecord
{
    /// <summary>The first try got no answer, or a refusal that may be retried.</summary>
    public bool IsRetried { get; init; }
}

internal sealed record Refused(long Op, string Code) : HistoryRecord
{
    /// <summary>An earlier try got no answer, so the change may have been made before it was forbidden.</summary>
    public bool IsRetried { get; init; }
}

internal sealed record Unknown(long Op, string Why) : HistoryRecord;

/// <summary>A client has connected. The connections of a client are numbered.</summary>
internal sealed record Opened(int Connection) : HistoryRecord;

internal sealed record Closed(int Connection, int? Code, string? Reason) : HistoryRecord
{
    /// <summary>The client is an app on a library, which does not pass on the close code.</summary>
    public bool IsCodeHidden { get; init; }
}

/// <summary>The server answered a join: from here on the client receives the room on this connection.</summary>
internal sealed record Entered(int Connection, string Room, long Head, bool Reset) : HistoryRecord;

/// <summary>The server reports that the user is no longer in the room, and the revision of the removal.</summary>
internal sealed record Removed(int Connection, string Room, string Code, long Revision) : HistoryRecord;

/// <summary>The client is about to end the subscription of its connection to a room, and stays a member.</summary>
internal sealed record Unsubscribing(int Connection, string Room) : HistoryRecord;

/// <summary>The server has acknowledged that: from here to the next join the connection receives nothing of the room.</summary>
internal sealed record Unsubscribed(int Connection, string Room) : HistoryRecord;

/// <summary>An update as the wire delivered it, before the client compared it with its cursor.</summary>
internal sealed record Pushed(int Connection, string Room, long After, long Through) : HistoryRecord;

/// <summary>
/// A range that a client took in. After it, the client knows everything whose latest change is in (After, Through].
/// </summary>
internal sealed record Heard(string Room, string Epoch, long After, long Through, HeardBy By, RecordedMessage[] Messages) : HistoryRecord
{
    /// <summary>The reactions in it, each with the sequence of its message.</summary>
    public RecordedReactions[] Reactions { get; init; } = [];

    public RecordedMember[] Members { get; init; } = [];

    /// <summary>The settings in it; null if they are not in it.</summary>
    public RecordedInfo? Info { get; init; }

    /// <summary>The revisions of everything in it.</summary>
    public IEnumerable<long> Revisions() => [
        .. Messages.Select(message => message.Revision),
        .. Reactions.Select(reactions => reactions.Revision),
        .. Members.Select(member => member.Revision),
        .. Info is { } info ? [info.Revision] : Array.Empty<long>(),
    ];
}

/// <summary>The users that the server showed as present in a room.</summary>
internal sealed record Present(string Room, string[] Users) : HistoryRecord;

internal sealed record FaultBegan(int Number, string Name, string Target) : HistoryRecord
{
    /// <summary>How this machine imitates the fault, if it cannot produce it as designed; otherwise null.</summary>
    public string? Instead { get; init; }

    /// <summary>True if the fault was skipped.</summary>
    public bool IsLeftOut { get; init; }
}

internal sealed record FaultEnded(int Number, string Name) : HistoryRecord;

/// <summary>A backup is about to start. It contains everything that was acknowledged before this record.</summary>
internal sealed record BackupBegan : HistoryRecord;

/// <summary>The backup has replaced the database, with these heads of rooms, and no node runs yet.</summary>
internal sealed record Restored(IReadOnlyDictionary<string, long> Heads) : HistoryRecord;

/// <summary>
/// The whole machine stood still from then until now, or its disk only. A disk excuses nothing: the servers may have kept it busy.
/// </summary>
internal sealed record StoodStill(long Since, bool IsOfDisk = false) : HistoryRecord;

[JsonConverter(typeof(JsonStringEnumConverter<OpKind>))]
internal enum OpKind
{
    Post,
    Edit,
    Delete,
    Join,
    Leave,
    Read,

    /// <summary>Ends another user's membership; the text names the user.</summary>
    Kick,

    /// <summary>Makes another user a member; the text names the user.</summary>
    Add,

    /// <summary>Adds a reaction; the text is the emoji.</summary>
    React,

    /// <summary>Takes a reaction back; the text is the emoji.</summary>
    Unreact,

    /// <summary>Gives a member a role; the text names the member.</summary>
    SetRole,

    /// <summary>Mutes a member; the text names the member.</summary>
    Mute,

    /// <summary>Lifts a mute; the text names the member.</summary>
    Unmute,

    /// <summary>Gives a room a title.</summary>
    SetTitle,

    /// <summary>Lets a room announce, or not.</summary>
    SetAnnounce,

    /// <summary>Lets all members post, or moderators only.</summary>
    SetPosting,

    /// <summary>Sets the seconds between two posts of a member.</summary>
    SetSlowMode,

    /// <summary>Archives a room, or opens it again.</summary>
    SetArchived,

    /// <summary>Bans a user from the server; the text names the user.</summary>
    Ban,

    /// <summary>Lifts such a ban; the text names the user.</summary>
    Unban,

    /// <summary>Revokes the tokens of a user; the text names the user.</summary>
    Revoke,

    /// <summary>Opens a WebSocket with a token that the client keeps, and ends it; the text names the user.</summary>
    Connect,
}

[JsonConverter(typeof(JsonStringEnumConverter<HeardBy>))]
internal enum HeardBy
{
    Live,
    CatchUp,

    /// <summary>A snapshot: the client drops what it knew before.</summary>
    Reset,
}
