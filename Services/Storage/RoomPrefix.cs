namespace SignalRChat.Services.Storage;

/// <summary>
/// Names that begin alike, as a range of an index that is ordered by code point; LIKE would read <c>_</c> and <c>%</c> as wildcards.
/// </summary>
internal static class RoomPrefix
{
    /// <summary>The end of the range: a character after every character that a name can hold.</summary>
    public static string EndOf(string? prefix) => prefix + "\U0010FFFF";
}
