using System.Text.Json;
using System.Text.Json.Serialization;

namespace SignalRChat.Testing;

/// <summary>
/// The events of a client, and the state that its app must have at the end. Each file tests one thing. Both client libraries
/// play the same files.
/// </summary>
internal sealed record ConformanceSchedule
{
    private static readonly JsonSerializerOptions _json =
        new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    private static readonly string _folder = Path.Combine(RepositoryRoot.Path, "Tests", "Conformance");

    public required string Name { get; init; }

    /// <summary>The number of messages in a page of catching up.</summary>
    public int PageSize { get; init; } = 200;

    /// <summary>The number of messages in the room at the start.</summary>
    public int Before { get; init; }

    /// <summary>The app never reads the messages up to this sequence: the snapshot leaves them out.</summary>
    public int Unread { get; init; }

    /// <summary>The client's first cursor; null for a snapshot.</summary>
    public ScheduleCursor? Join { get; init; }

    /// <summary>The rooms of the user at the start, if the client follows its inbox.</summary>
    public IReadOnlyList<string> Inbox { get; init; } = [];

    public required IReadOnlyList<ScheduleStep> Steps { get; init; }

    public required ScheduleOutcome Expected { get; init; }

    /// <summary>The hand-written schedules, one in each file.</summary>
    public static IReadOnlyList<ConformanceSchedule> Written() =>
        [.. Directory.EnumerateFiles(Path.Combine(_folder, "schedules"))
            .Order(StringComparer.Ordinal).Select(file => Parse(File.ReadAllText(file)))];

    /// <summary>The generated schedules, one in each line.</summary>
    public static IReadOnlyList<ConformanceSchedule> Drawn() =>
        [.. File.ReadLines(Path.Combine(_folder, "drawn.jsonl")).Select(Parse)];

    public override string ToString() => Name;

    private static ConformanceSchedule Parse(string json) => JsonSerializer.Deserialize<ConformanceSchedule>(json, _json)!;
}

internal sealed record ScheduleCursor
{
    public required long After { get; init; }

    public string? Epoch { get; init; }
}

internal sealed record ScheduleStep
{
    public required string Do { get; init; }

    public int Count { get; init; } = 1;

    /// <summary>How often the change is pushed; 0 if the push is lost.</summary>
    public int Pushed { get; init; } = 1;

    /// <summary>
    /// When the next step begins: <c>at once</c>, or after this one has had its time. Only the JavaScript runner can
    /// distinguish the two.
    /// </summary>
    public string? Then { get; init; }

    public int At { get; init; }

    public string Text { get; init; } = "";

    public string Key { get; init; } = "";

    public long After { get; init; }

    public long Through { get; init; }

    public string Method { get; init; } = "";

    public string When { get; init; } = "before";

    public string? Refuse { get; init; }

    public string Epoch { get; init; } = "";

    public int Keep { get; init; }

    public long? Head { get; init; }

    public int Ms { get; init; }

    public string Code { get; init; } = "";

    public bool Reconnect { get; init; }

    public int? Status { get; init; }

    public string Emoji { get; init; } = "";

    public string User { get; init; } = "";

    public string Role { get; init; } = "";

    public long? Until { get; init; }

    public string Room { get; init; } = "";

    public long Sequence { get; init; }

    public bool Mention { get; init; }

    /// <summary>The changes of the inbox, or the messages in rooms that the client has not joined.</summary>
    public IReadOnlyList<ScheduleStep> Changes { get; init; } = [];

    /// <summary>The changes of a frame.</summary>
    public IReadOnlyList<ScheduleStep> Steps { get; init; } = [];
}

internal sealed record ScheduleOutcome
{
    /// <summary>The app's list: sequence, revision and text of each message.</summary>
    public required IReadOnlyList<string> List { get; init; }

    /// <summary>Sequence of the message, revision and tallies.</summary>
    public IReadOnlyList<string> Reactions { get; init; } = [];

    /// <summary>User, revision and state of each member that changed since the last reset.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>Revision and title; empty if the settings never changed.</summary>
    public string Info { get; init; } = "";

    /// <summary>Room, role, title, head, unread messages, mentions, read cursor and last message.</summary>
    public IReadOnlyList<string> Inbox { get; init; } = [];

    public required int Resets { get; init; }

    /// <summary>The outcome of each send, edit and deletion.</summary>
    public required SortedDictionary<string, string> Outcomes { get; init; }

    /// <summary><c>followed</c>, or the reason why not any more.</summary>
    public required string Room { get; init; }

    /// <summary><c>connected</c>, or the reason why not any more.</summary>
    public required string Connection { get; init; }

    /// <summary>Two states are compared as this text.</summary>
    public override string ToString() => JsonSerializer.Serialize(this);
}
