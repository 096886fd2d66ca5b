namespace SignalRChat.Faults.Workload.Script;

/// <summary>One line of the script's output. The fields present determine its kind.</summary>
internal sealed record ScriptLine
{
    public string? Asks { get; init; }

    public string? State { get; init; }

    public string? Joined { get; init; }

    public bool IsReset { get; init; }

    public string? Heard { get; init; }

    public ScriptCursor? Cursor { get; init; }

    public ChatMessage[] Messages { get; init; } = [];

    public MessageReactions[] Reactions { get; init; } = [];

    public ChangedMember[] Members { get; init; } = [];

    public RoomInfo? Info { get; init; }

    public HeardBy By { get; init; }

    public string? Lost { get; init; }

    public string? Reason { get; init; }

    public long Op { get; init; }

    public ScriptAnswer? Ok { get; init; }

    public string? Refused { get; init; }

    public string? Unknown { get; init; }
}

internal sealed record ScriptCursor(string Epoch, long Revision);

/// <summary>The answer to a send, an edit or a deletion.</summary>
internal sealed record ScriptAnswer(long Sequence, long Revision, bool Duplicate);
