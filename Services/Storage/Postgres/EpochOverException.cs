namespace SignalRChat.Services.Storage.Postgres;

/// <summary>The server is on another timeline than the epoch of the database: it may lack the newest commits.</summary>
internal sealed class EpochOverException() : Exception("The database is on another timeline.");
