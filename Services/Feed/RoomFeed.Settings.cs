using SignalRChat.Services.Log;

namespace SignalRChat.Services.Feed;

/// <summary>
/// The settings that the node applies to typing and presence. The feed learns them from the database when a member is admitted, and then
/// from each update with the settings: it delivers these in any case.
/// </summary>
internal sealed partial class RoomFeed
{
    private volatile EphemeralSettings? _ephemeral;

    /// <summary>Null before the first member is admitted: no connection receives anything of the room yet.</summary>
    public EphemeralSettings? Ephemeral => _ephemeral;

    /// <summary>Takes the settings that the database had when the feed was in this epoch, unless the feed knows newer ones.</summary>
    public void Learn(EphemeralSettings settings, string epoch)
    {
        EphemeralSettings? before;
        lock (_gate)
        {
            before = _ephemeral;
            if (epoch != _epoch || settings.Revision < before?.Revision)
                return;
            _ephemeral = settings;
        }
        ReportChange(before);
    }

    /// <summary>Takes the role and the mute that the database had at the head, unless an update has brought newer ones.</summary>
    public void Learn(RoomSubscription subscription, RoomMember member, long head, string epoch)
    {
        lock (_gate)
        {
            if (epoch == _epoch && (subscription.Standing is not { } known || known.Revision < head))
                subscription.Standing = new(member.Role, member.MutedUntil, head);
        }
    }

    /// <summary>Called under the gate, with the changed members of an update.</summary>
    private void Learn(ChangedMember[] members)
    {
        foreach (var subscription in _subscriptions)
        {
            if (Array.Find(members, one => one.UserId == subscription.UserId) is not { Left: null } member)
                continue;
            if (subscription.Standing is { } known && known.Revision < member.Revision)
                subscription.Standing = new(member.Role, member.MutedUntil, member.Revision);
        }
    }

    /// <summary>Called under the gate, which the caller leaves before <see cref="ReportChange"/>. Returns the settings before.</summary>
    private EphemeralSettings? Learn(RoomInfo? info)
    {
        var before = _ephemeral;
        if (info is not null)
            _ephemeral = EphemeralSettings.Of(info);
        return before;
    }

    /// <summary>Called under the gate. In another epoch any revision is newer.</summary>
    private void LearnOfAnotherEpoch(RoomInfo? info)
    {
        _ephemeral = info is not null ? EphemeralSettings.Of(info) : _ephemeral is { } before ? before with { Revision = -1 } : null;
        foreach (var subscription in _subscriptions)
            subscription.Standing = subscription.Standing is { } standing ? standing with { Revision = -1 } : null;
    }

    private void ReportChange(EphemeralSettings? before)
    {
        var now = _ephemeral;
        if (before is not null && now?.DiffersFrom(before) == true)
            settingsChanged(Room);
    }
}
