#if MUTANTS
using SignalRChat.Eng;
using SQLitePCL;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>"ack-before-commit": what is written is answered at once, and committed with what is written a quarter of a second later.</summary>
internal sealed partial class SqliteSession
{
    private const int LateByMs = 250;

    private long _openSince;
    private bool _isOpen;

    private static bool IsCommittedLate(string begin) => begin.EndsWith("IMMEDIATE", StringComparison.Ordinal) && Mutant.Is("ack-before-commit");

    private T InLateTransaction<T>(string begin, Func<SqliteSession, T> work)
    {
        if (_isOpen && Environment.TickCount64 - _openSince >= LateByMs)
        {
            RunText("COMMIT");
            _isOpen = false;
        }
        if (!_isOpen)
        {
            RunText(begin);
            (_isOpen, _openSince) = (true, Environment.TickCount64);
        }
        RunText("SAVEPOINT late");
        try
        {
            var result = work(this);
            RunText("RELEASE late");
            return result;
        }
        catch
        {
            _ = raw.sqlite3_exec(_connection.Handle, "ROLLBACK TO late; RELEASE late");
            throw;
        }
    }
}
#endif
