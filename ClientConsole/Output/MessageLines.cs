using Spectre.Console;

namespace SignalRChat.ClientConsole.Output;

/// <summary>The format of a message: <c>12:00 bob  text</c>.</summary>
internal sealed class MessageLines(TimeProvider time)
{
    private static readonly string[] _colors = ["red", "green", "yellow", "blue", "fuchsia", "aqua", "olive", "teal", "purple", "maroon"];

    /// <param name="message">The message.</param>
    /// <param name="room">The room to name, if it is not the prompt's; otherwise null.</param>
    /// <param name="isOwn">Whether the user wrote it.</param>
    public string Format(ChatMessage message, string? room, bool isOwn)
    {
        var at = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(message.PostedAt), time.LocalTimeZone);
        var clock = at.ToString("HH:mm", CultureInfo.InvariantCulture);
        var place = room is null ? "" : $"[dim]#{Escaped(room)}[/] ";
        return $"[dim]{clock}[/] {place}{Author(message, isOwn)}  {Text(message)}";
    }

    public static string Escaped(string text) => Markup.Escape(WireText.Line(text));

    private static string Author(ChatMessage message, bool isOwn)
    {
        var name = Escaped(message.Name);
        return isOwn ? $"[bold]{name}*[/]" : $"[{Color(message.UserId)}]{name}[/]";
    }

    private static string Text(ChatMessage message)
    {
        if (message.DeletedAt is not null)
            return "[dim](deleted)[/]";

        // Lines after a break are indented, so that no user can write a line that looks like another user's.
        var text = Markup.Escape(WireText.Lines(message.Text)).Replace("\n", "\n        ", StringComparison.Ordinal);
        if (message.ReplyTo is not null)
            text = $"[dim](reply)[/] {text}";
        return message.EditedAt is null ? text : $"{text} [dim](edited)[/]";
    }

    /// <summary>The same user has the same colour, in every run: FNV-1a, because the hash of a string differs between runs.</summary>
    private static string Color(string userId)
    {
        var hash = 2166136261u;
        foreach (var unit in userId)
            hash = (hash ^ unit) * 16777619u;
        return _colors[hash % (uint)_colors.Length];
    }
}
