namespace SignalRChat.Services.Events;

/// <summary>The cursor of a backend that follows all rooms: its reader, and the last page of it that the backend has.</summary>
internal readonly record struct EventCursor(Guid ReaderId, long Step)
{
    /// <summary>A reader that begins with all that there is. It is not stored before its first page.</summary>
    public static EventCursor New() => new(Guid.NewGuid(), 0);

    public static EventCursor? Parse(string text) =>
        text.Split('.') is [var id, var step]
            && Guid.TryParseExact(id, "n", out var readerId)
            && long.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && new EventCursor(readerId, number) is var cursor && cursor.ToString() == text
                ? cursor
                : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ReaderId:n}.{Step}");
}
