namespace SignalRChat.Services.Log;

/// <summary>
/// The database does not answer, is locked or is full. The caller must assume that nothing was stored, and a retry is safe.
/// </summary>
internal sealed class StorageUnavailableException(string message, Exception inner) : Exception(message, inner)
{
    /// <summary>Something is damaged that perhaps only one of the commands needs: the others may be stored without it.</summary>
    public bool MayBeOfOneCommand { get; init; }

    /// <summary>
    /// Another session held something that the work needs, such as a room, for longer than the work may wait. The database
    /// continues with anything else.
    /// </summary>
    public bool IsHeld { get; init; }
}
