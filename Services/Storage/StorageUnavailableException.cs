namespace SignalRChat.Services.Storage;

/// <summary>The database does not answer, is locked or is full: nothing was stored as far as the caller may believe, and a retry is safe.</summary>
internal sealed class StorageUnavailableException(string message, Exception inner) : Exception(message, inner);
