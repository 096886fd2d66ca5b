#if MUTANTS
using SignalRChat.Eng;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>"ack-before-commit": what is written is answered at once and committed with what is written next.</summary>
internal sealed partial class SqliteSession
{
    private bool _isOpen;

    private bool IsCommittedLate(string begin) => _isOpen = begin.EndsWith("IMMEDIATE", StringComparison.Ordinal) && Mutant.Is("ack-before-commit");

    private void CommitLate()
    {
        if (_isOpen) RunText("COMMIT");
        _isOpen = false;
    }
}
#endif
