using System.Net.Sockets;
using Npgsql;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>Distinguishes a database that does not answer now from a defect of the store, which must not look like it.</summary>
internal static class PostgresErrors
{
    private const string IdleInTransactionTimeout = "25P03";

    // Damaged pages and files (XX, F0, and files that the system refuses to open or write), and no transaction numbers left.
    private static readonly string[] _damage =
        ["XX", "F0", PostgresErrorCodes.InsufficientPrivilege, PostgresErrorCodes.ProgramLimitExceeded];

    // Classes of SQLSTATE: connection, authorization, no such database, rollback, resources (a full disk among them), operator, system.
    private static readonly string[] _unavailableClasses = ["08", "28", "3D", "40", "53", "57", "58"];

    public static bool IsUnavailable(Exception error) => error switch
    {
        PostgresException refused => IsUnavailable(refused.SqlState) || HasEndedSession(refused),
        NpgsqlException or UnsafeDatabaseException or EpochOverException or SocketException or IOException or TimeoutException => true,
        _ => false,
    };

    /// <summary>The error may affect data that only one command needs.</summary>
    public static bool MayBeOfOneCommand(Exception error) =>
        error is PostgresException refused && IsDamage(refused.SqlState) && !HasEndedSession(refused);

    /// <summary>
    /// The connection is gone, and with it perhaps the answer to a commit; or it leads to a server that has become a standby, and
    /// another one may lead to the primary. Not when it only took too long: it was waited for already.
    /// </summary>
    public static bool IsLost(Exception error) => error switch
    {
        PostgresException refused => refused.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            or IdleInTransactionTimeout or PostgresErrorCodes.IdleSessionTimeout or PostgresErrorCodes.ReadOnlySqlTransaction,
        NpgsqlException { InnerException: TimeoutException } => false,
        NpgsqlException or SocketException or IOException => true,
        _ => false,
    };

    /// <summary>
    /// No server answers, or it is still starting, or it is a standby that a failover has yet to promote. A node that starts
    /// beside its database waits for it. A server that answers with a refusal has decided.
    /// </summary>
    public static bool MayComeYet(Exception error) => error switch
    {
        PostgresException refused => refused.SqlState is PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.ReadOnlySqlTransaction,
        UnsafeDatabaseException unsafeNow => unsafeNow.MayPass,
        NpgsqlException or SocketException or IOException or TimeoutException => true,
        _ => false,
    };

    public static bool IsLockTimeout(Exception error) => error is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable };

    /// <summary>In one line, and without anything of the connection string but host and user.</summary>
    public static string Reason(Exception error) => error switch
    {
        PostgresException refused => $"SQLSTATE {refused.SqlState}: {FirstLine(refused.MessageText)}",
        _ => FirstLine(error.Message),
    };

    // The state does not decide it: a wrong statement ends with an error, and the session continues. "FATAL: could not write init
    // file" of a full disk has the state of a defect.
    private static bool HasEndedSession(PostgresException refused) => refused.InvariantSeverity is "FATAL" or "PANIC";

    private static bool IsUnavailable(string state) =>
        Array.Exists(_unavailableClasses, known => state.StartsWith(known, StringComparison.Ordinal))
        || IsDamage(state)
        || state is PostgresErrorCodes.LockNotAvailable or IdleInTransactionTimeout
            or PostgresErrorCodes.ReadOnlySqlTransaction;

    private static bool IsDamage(string state) => Array.Exists(_damage, known => state.StartsWith(known, StringComparison.Ordinal));

    private static string FirstLine(string text) => text.AsSpan().IndexOfAny('\r', '\n') is var end and >= 0 ? text[..end] : text;
}
