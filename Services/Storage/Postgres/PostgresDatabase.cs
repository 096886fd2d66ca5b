using Npgsql;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>
/// The pool of sessions, each of which sees the last commit. A lost session is replaced once at once, because work is safe to
/// repeat: reads change nothing, and the unique key finds what a commit of unknown outcome has stored.
/// </summary>
internal sealed class PostgresDatabase : IDisposable
{
    private const int Tries = 2;

    private readonly NpgsqlDataSource _source;
    private readonly StuckTransactionReaper _stuck;
    private readonly DeadConnectionDetector _watch;
    private readonly StorageOutage _outage;
    private readonly ILogger _logger;

    public PostgresDatabase(
        IOptions<ConnectionStringOptions> connection, IOptions<PostgresOptions> options,
        TimeProvider time, ILogger<PostgresDatabase> logger)
    {
        Settings = PostgresConnection.ForStore(connection.Value.Postgres!, options.Value);
        _source = new NpgsqlDataSourceBuilder(Settings.ConnectionString)
            .UsePhysicalConnectionInitializer(DurabilityCheck.Check, DurabilityCheck.CheckAsync)
            .Build();
        _stuck = new(_source, options.Value.IdleInTransactionTimeout, logger);
        _watch = new(_source, Settings, time, logger);
        (_outage, _logger) = (new(logger), logger);
    }

    public NpgsqlConnectionStringBuilder Settings { get; }

    /// <summary>
    /// Runs work that writes. It begins and ends its transaction itself; a transaction that it leaves open is rolled back.
    /// </summary>
    public async Task<T> WriteAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            var result = await RepeatedAsync(work, cancellationToken);
            _outage.Over();
            return result;
        }
        catch (Exception error) when (PostgresErrors.IsUnavailable(error))
        {
            // A row that another session holds is no outage: other rooms continue, and each of their commits would end it.
            if (PostgresErrors.IsLockTimeout(error))
                await _stuck.EndAsync(cancellationToken);
            else
                _outage.Failed(PostgresErrors.Reason(error), error);
            throw Unavailable(error);
        }
    }

    /// <summary>Runs work that reads, each statement in one snapshot.</summary>
    public async Task<T> ReadAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await RepeatedAsync(work, cancellationToken);
        }
        catch (Exception error) when (PostgresErrors.IsUnavailable(error))
        {
            throw Unavailable(error);
        }
    }

    /// <summary>Runs work once, and passes its errors on unchanged.</summary>
    public async Task TryAsync(Func<NpgsqlConnection, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancellationToken);
            await work(connection);
        }
        catch (UnsafeDatabaseException)
        {
            // A session keeps its initial settings, such as a default of the database: the next attempt uses another session.
            _source.Clear();
            throw;
        }
    }

    public void Dispose()
    {
        _watch.Dispose();
        _source.Dispose();
    }

    private async Task<T> RepeatedAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var beganEpoch = false;
        for (var attempt = 1; ; attempt++)
        {
            using var call = _watch.Begin(cancellationToken);
            try
            {
                return await RunAsync(work, call);
            }
            catch (EpochOverException) when (!beganEpoch)
            {
                // It is no failed try: the work is done for the first time on this timeline.
                beganEpoch = await RunAsync(BeginEpochHereAsync, call);
                attempt--;
            }
            catch (Exception error) when (call.WasGivenUp && !cancellationToken.IsCancellationRequested)
            {
                if (attempt == Tries)
                    throw new IOException("The database connection is dead.", error);
            }
            catch (Exception error) when (PostgresErrors.IsLost(error) && attempt < Tries)
            {
                // The other sessions in the pool are of the same server, which may have been restarted: it is not worth trying them.
                _source.Clear();
            }
        }
    }

    private async Task<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, TrackedCall call)
    {
        await using var connection = await _source.OpenConnectionAsync(call.Token);
        call.Session = connection.ProcessID;
        return await work(connection, call.Token);
    }

    /// <summary>A standby was promoted, or a dump was restored: the past that clients have may not be in the database.</summary>
    private async Task<bool> BeginEpochHereAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(PostgresStatements.BeginEpochHere, session);
        if (await command.ExecuteScalarAsync(cancellationToken) is string epoch)
            StorageLog.BeganEpoch(_logger, epoch);
        return true;
    }

    private static StorageUnavailableException Unavailable(Exception error) =>
        new($"The database is unavailable ({PostgresErrors.Reason(error)}).", error)
        {
            MayBeOfOneCommand = PostgresErrors.MayBeOfOneCommand(error),
            IsHeld = PostgresErrors.IsLockTimeout(error),
        };
}
