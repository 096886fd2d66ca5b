using SignalRChat.Contracts;

namespace SignalRChat.Testing;

/// <summary>The rooms of an inbox in lines, as an app that has everything would keep them.</summary>
internal static class InboxContent
{
    public static string[] Of(IEnumerable<InboxEntry> entries) =>
        [.. entries.OrderBy(entry => entry.Room, StringComparer.Ordinal).Select(Line)];

    private static string Line(InboxEntry entry)
    {
        var title = string.IsNullOrEmpty(entry.Title) ? "" : $" \"{entry.Title}\"";
        var last = entry.LastMessage is { } message ? $" last {message.Sequence} {message.Text}" : "";
        return $"{entry.Room} {entry.Role}{title} head {entry.Head} unread {entry.Unread}/{entry.Mentions} read {entry.ReadThrough}{last}";
    }
}
