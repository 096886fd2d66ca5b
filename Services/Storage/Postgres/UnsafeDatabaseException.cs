namespace SignalRChat.Services.Storage.Postgres;

/// <summary>The database would answer a commit that it can still lose; the message says by which setting.</summary>
internal sealed class UnsafeDatabaseException(string message) : Exception(message);
