using System.Text.Json;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage;

/// <summary>The form in which the newest page of a reader of all rooms is stored.</summary>
internal static class EventPageColumn
{
    public const string Empty = "[]";

    public static string Of(IReadOnlyList<EventRange> page) => page.Count == 0 ? Empty : JsonSerializer.Serialize(page);

    public static EventRange[] Read(string column) => column == Empty ? [] : JsonSerializer.Deserialize<EventRange[]>(column)!;
}
