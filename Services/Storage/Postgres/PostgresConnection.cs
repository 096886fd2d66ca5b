using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>The operator's connection string, and the settings that a session of this server adds to it.</summary>
internal static class PostgresConnection
{
    private const string Key = $"{ConnectionStringOptions.SectionName}:{nameof(ConnectionStringOptions.Postgres)}";
    private const string RedisKey = $"{ConnectionStringOptions.SectionName}:{nameof(ConnectionStringOptions.Redis)}";
    private const int MostConnections = 20;
    private const int MostPrepared = 50;
    private const int ConnectSeconds = 3;
    private const int KeepAliveSeconds = 30;

    // A commit is answered when it is on disk. The plans: every statement here uses an index, and a plan made while a table was small must
    // not keep scanning it when it has grown. A bitmap does not suit the read of a page: it reads and sorts the whole room.
    private const string Always =
        "-c synchronous_commit=on -c default_transaction_isolation=read\\ committed -c enable_seqscan=off -c enable_bitmapscan=off "
        + "-c enable_hashjoin=off -c enable_mergejoin=off -c jit=off";

    public static IEnumerable<string> Problems(ConnectionStringOptions options)
    {
        if (options is { Redis: not null, Postgres: null })
        {
            yield return $"{RedisKey} is set and {Key} is not; expected both, because nodes need one database, or neither for a "
                + "single node.";
        }
        if (options.Postgres is not { } text)
            yield break;
        if (string.IsNullOrWhiteSpace(text))
        {
            yield return $"{Key} is empty; expected a connection string, or no such key for SQLite.";
        }
        else if (!TryParse(text, out _))
        {
            // The parser's message is not repeated: it would cut a password with a semicolon in two and name half of it.
            yield return $"{Key} cannot be read; expected the form Host=…;Database=…;Username=…;Password=…, with quotes around a value "
                + "that holds a semicolon.";
        }
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out NpgsqlConnectionStringBuilder? settings)
    {
        settings = null;
        try
        {
            var parsed = new NpgsqlConnectionStringBuilder(text);
            if (string.IsNullOrWhiteSpace(parsed.Host))
                return false;
            settings = parsed;
            return true;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or OverflowException or InvalidCastException)
        {
            return false;
        }
    }

    /// <summary>
    /// For the sessions of the store. The operator's settings stay, except those that durability and the release of rooms depend on.
    /// </summary>
    public static NpgsqlConnectionStringBuilder ForStore(string text, PostgresOptions options)
    {
        var settings = ForMigrations(text);
        var given = new DbConnectionStringBuilder { ConnectionString = text };
        if (!IsGiven(given, "Maximum Pool Size", "MaxPoolSize"))
            settings.MaxPoolSize = MostConnections;
        if (!IsGiven(given, "Max Auto Prepare", "MaxAutoPrepare"))
            settings.MaxAutoPrepare = MostPrepared;
        settings.Pooling = true;
        settings.AutoPrepareMinUsages = 2;
        // No setting ever changes in a session, so there is nothing to reset when it returns to the pool.
        settings.NoResetOnClose = true;
        settings.Multiplexing = false;
        // The server's own time-outs act first; this one is for a server that does not answer at all. It then gets one request to
        // cancel, on a separate connection (ConnectSeconds), and its answer is not waited for.
        settings.CommandTimeout = (int)Math.Ceiling(options.StatementTimeout.TotalSeconds) + 2;
        settings.CancellationTimeout = -1;
        settings.Options =
            $"{settings.Options} {Always} -c statement_timeout={Milliseconds(options.StatementTimeout)} "
            + $"-c lock_timeout={Milliseconds(options.LockTimeout)} "
            + $"-c idle_in_transaction_session_timeout={Milliseconds(options.IdleInTransactionTimeout)}";
        return settings;
    }

    /// <summary>For the one session that migrates: it may take as long as it takes.</summary>
    public static NpgsqlConnectionStringBuilder ForMigrations(string text)
    {
        var settings = new NpgsqlConnectionStringBuilder(text) { Enlist = false, Pooling = false, CommandTimeout = 0 };
        var given = new DbConnectionStringBuilder { ConnectionString = text };
        if (!IsGiven(given, "Timeout"))
            settings.Timeout = ConnectSeconds;
        // Otherwise each connection first requests encryption by Kerberos, and waits for the answer of a server without it.
        if (!IsGiven(given, "GSS Encryption Mode", "GssEncryptionMode"))
            settings.GssEncryptionMode = GssEncryptionMode.Disable;
        if (!IsGiven(given, "TCP Keepalive", "TcpKeepAlive"))
            settings.TcpKeepAlive = true;
        // So a session that waits for a long statement, such as an index that is built, notices within 2 min that its server is gone.
        if (!IsGiven(given, "TCP Keepalive Time", "TcpKeepAliveTime"))
            settings.TcpKeepAliveTime = KeepAliveSeconds;
        if (!IsGiven(given, "TCP Keepalive Interval", "TcpKeepAliveInterval"))
            settings.TcpKeepAliveInterval = KeepAliveSeconds / 3;
        settings.ApplicationName ??= "signalrchat";
        settings.Options = $"{settings.Options} -c statement_timeout=0 -c lock_timeout=0";
        return settings;
    }

    private static bool IsGiven(DbConnectionStringBuilder given, params ReadOnlySpan<string> spellings)
    {
        foreach (var spelling in spellings)
        {
            if (given.ContainsKey(spelling))
                return true;
        }

        return false;
    }

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
