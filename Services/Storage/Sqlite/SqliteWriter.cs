using Microsoft.Data.Sqlite;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>
/// The one connection that writes. It is opened when it is needed and discarded after any error, so that nothing of a failed
/// batch remains in it and the node recovers once the cause is gone.
/// </summary>
internal sealed class SqliteWriter(Func<SqliteSession> open, ILogger logger) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly StorageOutage _outage = new(logger);
    private SqliteSession? _session;
    private bool _disposed;

    public async Task<T> RunAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var result = work(_session ??= open());
            _outage.Over();
            return result;
        }
        catch (SqliteException error) when (SqliteErrors.IsUnavailable(error))
        {
            Close();
            _outage.Failed($"SQLite error {error.SqliteExtendedErrorCode}", error);
            throw SqliteErrors.Unavailable(error);
        }
        catch
        {
            Close();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _turn.Wait();
        _disposed = true;
        Close();
        _turn.Release();
    }

    private void Close()
    {
        _session?.Dispose();
        _session = null;
    }
}
