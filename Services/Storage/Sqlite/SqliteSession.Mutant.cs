#if MUTANTS
using SignalRChat.Eng;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>
/// "ack-before-commit": a write is answered at once, and committed before a write that is a quarter of a second later or more.
/// </summary>
internal sealed partial class SqliteSession
{
    private const int LateByMs = 250;

    private long _openSince;
    private bool _isOpen;

    private static bool IsCommittedLate(string begin) => begin.EndsWith("IMMEDIATE", StringComparison.Ordinal) && Mutant.Is("ack-before-commit");

    // After an exception the writer throws the session away, and all that is not committed with it.
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
        return work(this);
    }
}
#endif
