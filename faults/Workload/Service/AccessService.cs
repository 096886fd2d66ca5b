namespace SignalRChat.Faults.Workload.Service;

/// <summary>
/// A backend that bans one user and lifts the ban again and again, or revokes the tokens of the user, who returns with another one.
/// </summary>
internal sealed class AccessService : IAsyncDisposable
{
    private static readonly TimeSpan _banned = TimeSpan.FromSeconds(6);

    private readonly ClientPlan _plan;
    private readonly string _user;
    private readonly ApiClient _api;
    private readonly ApiCalls _calls;
    private readonly CancellationTokenSource _end = new();

    public AccessService(ClientPlan plan, string user, Uri door, string key)
    {
        (_plan, _user, _api) = (plan, user, new ApiClient(door, key));
        _calls = new ApiCalls(plan.Name, _api, plan.Book);
    }

    /// <summary>In the end the user is not banned, also if a restored database has forgotten that the ban was lifted.</summary>
    public async Task RunAsync(CancellationToken quiet)
    {
        for (var isBan = true; await Pauses.WaitAsync(_plan.Pace * (0.5 + _plan.Chance()), quiet); isBan = !isBan)
        {
            if (!isBan)
            {
                await RevokeAsync();
                continue;
            }
            await SetBannedAsync(OpKind.Ban);
            await Pauses.WaitAsync(_banned, quiet);
            await SetBannedAsync(OpKind.Unban);
        }
        await SetBannedAsync(OpKind.Unban);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _api.Dispose();
        _end.Dispose();
    }

    private Task<bool> SetBannedAsync(OpKind kind)
    {
        var call = new Invoked(_plan.Book.NextOp(), kind, "", "", _user);
        return _calls.AskAsync(
            call,
            async (api, cancellationToken) =>
            {
                var (_, user) = await api.AskAsync<User>(
                    HttpMethod.Put, $"users/{_user}", new { banned = kind == OpKind.Ban }, cancellationToken);
                return new Succeeded(call.Op, 0, user.Revision, Duplicate: false);
            },
            _end.Token);
    }

    /// <summary>Repeats with the same time, so that a repeat revokes no newer token.</summary>
    private Task<bool> RevokeAsync()
    {
        var issuedBefore = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var call = new Invoked(_plan.Book.NextOp(), OpKind.Revoke, "", "", _user);
        return _calls.AskAsync(
            call,
            async (api, cancellationToken) =>
            {
                var (_, user) = await api.AskAsync<User>(HttpMethod.Post, $"users/{_user}/revoke", new { issuedBefore }, cancellationToken);
                // The database caps the time by its own clock, which a fault may have set back: then nothing is revoked.
                return user.RevokedBefore >= issuedBefore
                    ? new Succeeded(call.Op, 0, user.Revision, Duplicate: false)
                    : throw new ApiRefusal("clock-behind", retryAfter: null);
            },
            _end.Token);
    }

    private sealed record User(long? RevokedBefore, long Revision);
}
