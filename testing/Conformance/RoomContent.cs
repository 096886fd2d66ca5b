using SignalRChat.Contracts;

namespace SignalRChat.Testing;

/// <summary>The content of a room in lines, as an app that has everything would keep it.</summary>
internal sealed record RoomContent(string[] List, string[] Reactions, string[] Members, string Info)
{
    public static RoomContent Of(
        IEnumerable<ChatMessage> messages, IEnumerable<MessageReactions> reactions, IEnumerable<ChangedMember> members, RoomInfo? info) =>
        new(
            [.. messages.OrderBy(message => message.Sequence).Select(Line)],
            [.. reactions.OrderBy(one => one.Sequence).Select(Line)],
            [.. members.OrderBy(member => member.UserId, StringComparer.Ordinal).Select(Line)],
            info is { Revision: > 0 } ? $"{info.Revision} {info.Title}" : "");

    /// <param name="room">The room.</param>
    /// <param name="resetAt">The revision of the app's last reset, which brought no members.</param>
    /// <param name="unread">The app never reads the messages up to this sequence.</param>
    public static RoomContent Of(FakeRoom room, long resetAt = -1, long unread = 0) => Of(
        room.Stored.Where(message => message.Sequence > unread),
        room.Reactions,
        room.Members.Where(member => member.Revision > resetAt),
        room.Info);

    public bool Equals(RoomContent? other) =>
        other is not null && List.SequenceEqual(other.List) && Reactions.SequenceEqual(other.Reactions)
        && Members.SequenceEqual(other.Members) && Info == other.Info;

    public override int GetHashCode() => HashCode.Combine(List.Length, Reactions.Length, Members.Length, Info);

    private static string Line(ChatMessage message)
    {
        var reported = message.Event is { } happened ? $"[{happened.Type} {happened.UserId}] " : "";
        return $"{message.Sequence}@{message.Revision} {reported}{message.Text}";
    }

    private static string Line(MessageReactions one)
    {
        var tallies = one.Tallies.Select(tally => $"{tally.Emoji}{tally.Count}:{string.Join(',', tally.UserIds)}");
        return $"{one.Sequence}@{one.Revision} {string.Join(' ', tallies)}";
    }

    private static string Line(ChangedMember member)
    {
        var mute = member.MutedUntil is { } until ? $" until {until}" : "";
        var end = member.Left is { } code ? $" {code}" : "";
        return $"{member.UserId}@{member.Revision} {member.Role}{mute}{end}";
    }
}
