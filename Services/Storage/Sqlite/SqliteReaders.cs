using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>
/// The connections that read. SQLite reads on the caller's thread, so there are only a few of them: further callers wait without
/// holding a thread of the pool.
/// </summary>
internal sealed class SqliteReaders(Func<SqliteSession> open, int size) : IDisposable
{
    private readonly SemaphoreSlim _free = new(size);
    private readonly ConcurrentStack<SqliteSession> _idle = new();
    private volatile bool _disposed;

    public async Task<T> RunAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        SqliteSession? session = null;
        try
        {
            if (!_idle.TryPop(out session))
                session = open();
            var result = work(session);
            if (!_disposed)
                _idle.Push(Interlocked.Exchange(ref session, null));
            return result;
        }
        catch (SqliteException error) when (SqliteErrors.IsUnavailable(error))
        {
            throw SqliteErrors.Unavailable(error);
        }
        finally
        {
            session?.Dispose();
            _free.Release();
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryPop(out var session))
            session.Dispose();
    }
}
