namespace SignalRChat.Services.Log;

/// <summary>The settings of a room that restrict posts. Most rooms have none: null.</summary>
internal sealed record RoomPolicy(bool IsForModerators, int SlowModeSeconds, bool IsArchived)
{
    public static RoomPolicy? Of(string? posting, int? slowModeSeconds, long? archivedAt)
    {
        var policy = new RoomPolicy(posting == RoomPosting.Moderators, slowModeSeconds ?? 0, archivedAt is not null);
        return policy is { IsForModerators: false, SlowModeSeconds: 0, IsArchived: false } ? null : policy;
    }
}
