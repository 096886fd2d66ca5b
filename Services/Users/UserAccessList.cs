using System.Collections.Concurrent;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Users;

/// <summary>
/// The banned users and those with revoked tokens, as this node knows them: all in memory, so that a connect on a busy node asks the
/// database nothing. One query reads the changes since the last one.
/// </summary>
internal sealed class UserAccessList(IUserStore store, TimeProvider time) : IDisposable
{
    private const int PageSize = 10_000;

    /// <summary>A connect relies on a list that is at most this old, unless the database does not answer.</summary>
    private static readonly TimeSpan _freshFor = TimeSpan.FromSeconds(1.5);

    private static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _gate = new();
    private volatile ConcurrentDictionary<string, UserAccess> _restricted = new(StringComparer.Ordinal);
    private Task _refresh = Task.CompletedTask;
    private long? _readAt;
    private string? _epoch;
    private long _revision;
    private (long Time, long ReadAt)? _clock;

    /// <summary>The access of these users changed. A handler must not wait.</summary>
    public event Action<IReadOnlyCollection<UserAccess>>? Changed;

    /// <summary>The connections of a user that are at least this old must end. A handler must not wait.</summary>
    public event Action<string, TimeSpan>? ConnectionsEnded;

    /// <summary>
    /// The clock of the database, in Unix milliseconds, as last read: not ahead of it, unless it was set back since, and behind by the
    /// duration of a query. Before the first read it is the clock of this node.
    /// </summary>
    public long Now
    {
        get
        {
            lock (_gate)
            {
                return _clock is { } read
                    ? read.Time + (long)time.GetElapsedTime(read.ReadAt).TotalMilliseconds
                    : time.GetUtcNow().ToUnixTimeMilliseconds();
            }
        }
    }

    /// <summary>The access of a user; an open one for a user who is not restricted.</summary>
    public UserAccess Find(string userId) => _restricted.GetValueOrDefault(userId);

    /// <summary>The same from the database, for a check that must not be behind.</summary>
    public async Task<UserAccess> FindStoredAsync(string userId, CancellationToken cancellationToken) =>
        await store.FindAccessAsync(userId, cancellationToken) ?? default;

    /// <summary>Reads all changes that were committed before this call.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // Before the query: the list has everything that was committed by then.
            var began = time.GetTimestamp();
            await ReadAsync(cancellationToken);
            lock (_gate)
                _readAt = began;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// The same unless it was done a moment ago. Callers share one query. If the database does not answer, what is known counts: the
    /// connection ends when it answers again, and can change nothing before.
    /// </summary>
    public async Task EnsureFreshAsync(CancellationToken cancellationToken)
    {
        Task refresh;
        lock (_gate)
        {
            if (_readAt is { } at && time.GetElapsedTime(at) < _freshFor)
                return;
            if (_refresh.IsCompleted)
                _refresh = TryRefreshAsync();
            refresh = _refresh;
        }
        if (refresh.IsCompletedSuccessfully)
            return;
        try
        {
            await refresh.WaitAsync(_longestWait, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The query continues, and its result counts as soon as it is there.
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task TryRefreshAsync()
    {
        try
        {
            await RefreshAsync(CancellationToken.None);
        }
        catch (StorageUnavailableException)
        {
            // The next one may succeed.
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var (after, restricted) = (_revision, _restricted);
        var page = await store.ReadAccessAsync(after, PageSize, cancellationToken);
        var epoch = page.Epoch;
        // The first time, and after a restore: the numbers that are known mean nothing in another epoch.
        if (epoch != _epoch || page.Head < after)
        {
            (after, restricted) = (0, new(StringComparer.Ordinal));
            page = await store.ReadAccessAsync(after, PageSize, cancellationToken);
        }
        var changed = new List<UserAccess>(page.Users);
        while (page.Users.Length == PageSize)
        {
            page = await store.ReadAccessAsync(page.Users[^1].Number, PageSize, cancellationToken);
            changed.AddRange(page.Users);
        }
        foreach (var user in changed)
        {
            if (user.IsRestricted)
                restricted[user.UserId] = user;
            else
                restricted.TryRemove(user.UserId, out _);
        }
        (_restricted, _epoch, _revision) = (restricted, epoch, page.Head);
        lock (_gate)
            _clock = (page.Now, time.GetTimestamp());
        if (changed.Count == 0)
            return;
        Changed?.Invoke(changed);
        // Both times are of the clock of the database. A connection is not compared with it by a time, but by its age.
        foreach (var user in changed.Where(user => user.EndedBefore > 0))
            ConnectionsEnded?.Invoke(user.UserId, TimeSpan.FromMilliseconds(page.Now - user.EndedBefore));
    }
}
