using System.ComponentModel.DataAnnotations;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>How long the database may take. Its address is <c>ConnectionStrings:Postgres</c>.</summary>
internal sealed class PostgresOptions : ICheckedOptions
{
    public const string SectionName = "Storage:Postgres";

    /// <summary>How long a statement may run, 1 s to 2 min. Default 10 s; then the call is refused as unavailable.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan StatementTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a command waits, from its arrival, for a room that another node holds, 100 ms to 1 min. Default 4 s; then it is
    /// refused as unavailable. More than <see cref="IdleInTransactionTimeout"/>, so that waiting commands outlast a frozen node,
    /// and no more than <see cref="StatementTimeout"/>.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>
    /// How long a node may leave a transaction alone before the database ends it and frees the rooms it holds, 100 ms to 5 s. Default 3 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:05")]
    public TimeSpan IdleInTransactionTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long a start waits for a database that does not answer yet or is a standby, 0 to 10 min. Default 30 s; then the start
    /// is refused.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan StartWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether a start waits without end instead. Not a setting: true in an app that hosts the chat, which has other work, and would end
    /// with the start.
    /// </summary>
    internal bool WaitsWithoutEnd { get; set; }

    /// <summary>
    /// How long a start waits for another node that brings the tables up to date, 1 s to 1 day. Default 1 h; then the start is refused.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MigrationWait { get; set; } = TimeSpan.FromHours(1);

    public IEnumerable<string> Problems()
    {
        const string Key = $"{SectionName}:{nameof(LockTimeout)}";
        if (LockTimeout <= IdleInTransactionTimeout)
            yield return $"{Key} is {LockTimeout}; expected more than IdleInTransactionTimeout ({IdleInTransactionTimeout}).";
        else if (LockTimeout > StatementTimeout)
            yield return $"{Key} is {LockTimeout}; expected at most StatementTimeout ({StatementTimeout}).";
    }
}
