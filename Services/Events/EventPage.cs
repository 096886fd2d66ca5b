namespace SignalRChat.Services.Events;

/// <summary>One answer to a backend that follows all rooms.</summary>
/// <param name="Updates">Ranges of rooms, those of a room in their order.</param>
/// <param name="Cursor">The cursor with which the backend confirms the page and asks for the next one.</param>
/// <param name="HasMore">There may be more already.</param>
internal sealed record EventPage(IReadOnlyList<GetUpdatesResult> Updates, EventCursor Cursor, bool HasMore);
