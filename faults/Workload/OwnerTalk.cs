namespace SignalRChat.Faults.Workload;

/// <summary>
/// The owner of a room changes the roles and mutes of members and the settings: the title, who may post, the slow mode, and whether the
/// room announces all that. Each call changes something, and is answered before the next.
/// </summary>
internal sealed class OwnerTalk(string room, string[] subjects, HistoryBook book, Random random) : ITalk
{
    /// <summary>In Unix milliseconds, after any wrong clock of a node.</summary>
    public const long MutedUntil = 4_102_444_800_000;

    private readonly HashSet<string> _moderators = [];
    private readonly HashSet<string> _muted = [];
    private bool _announces;
    private bool _isForModerators;
    private bool _isSlow;
    private int _titles;

    public string Room { get; } = room;

    public Change Next()
    {
        var subject = subjects[random.Next(subjects.Length)];
        return random.NextDouble() switch
        {
            < 0.2 => Make(OpKind.SetRole, subject) with { Value = _moderators.Contains(subject) ? RoomRoles.Member : RoomRoles.Moderator },
            < 0.4 => Make(_muted.Contains(subject) ? OpKind.Unmute : OpKind.Mute, subject),
            < 0.6 => Make(OpKind.SetTitle, "title") with { Value = $"title {++_titles}" },
            < 0.75 => Make(OpKind.SetPosting, "posting") with { Value = _isForModerators ? RoomPosting.Members : RoomPosting.Moderators },
            < 0.9 => Make(OpKind.SetSlowMode, "slow mode") with { Value = _isSlow ? "0" : "1" },
            _ => Make(OpKind.SetAnnounce, "announce") with { Value = $"{!_announces}" },
        };
    }

    public TimeSpan Pause(TimeSpan mean) => mean * (2 * random.NextDouble());

    public void Acknowledged(Change change)
    {
        switch (change.Kind)
        {
            case OpKind.SetRole when change.Value == RoomRoles.Moderator:
                _moderators.Add(change.Token);
                break;
            case OpKind.SetRole:
                _moderators.Remove(change.Token);
                break;
            case OpKind.Mute:
                _muted.Add(change.Token);
                break;
            case OpKind.Unmute:
                _muted.Remove(change.Token);
                break;
            case OpKind.SetAnnounce:
                _announces = !_announces;
                break;
            case OpKind.SetPosting:
                _isForModerators = !_isForModerators;
                break;
            case OpKind.SetSlowMode:
                _isSlow = !_isSlow;
                break;
        }
    }

    public void Refused(Change change)
    {
        // The state is as before.
    }

    private Change Make(OpKind kind, string token) => new(book.NextOp(), kind, Room, "", token, "");
}
