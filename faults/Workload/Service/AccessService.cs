namespace SignalRChat.Faults.Workload.Service;

/// <summary>
/// A backend that bans one user and lifts the ban again and again, or revokes the tokens of this user or of another one, who return with
/// others.
/// </summary>
internal sealed class AccessService : IAsyncDisposable
{
    private static readonly TimeSpan _banned = TimeSpan.FromSeconds(8);

    private readonly ClientPlan _plan;
    private readonly string _user;
    private readonly string _revoked;
    private readonly ApiClient _api;
    private readonly ApiCalls _calls;
    private readonly CancellationTokenSource _end = new();

    /// <param name="plan">The name and the pace.</param>
    /// <param name="user">The user that it bans. It revokes this user's tokens as well.</param>
    /// <param name="revoked">A user whose tokens it revokes, and whom it does not ban.</param>
    /// <param name="door">The route to the nodes.</param>
    /// <param name="key">The key of the server API.</param>
    public AccessService(ClientPlan plan, string user, string revoked, Uri door, string key)
    {
        (_plan, _user, _revoked, _api) = (plan, user, revoked, new ApiClient(door, key));
        _calls = new ApiCalls(plan.Name, _api, plan.Book);
    }

    /// <summary>In the end the user is not banned, also if a restored database has forgotten that the ban was lifted.</summary>
    public async Task RunAsync(CancellationToken quiet)
    {
        for (var turn = 0; await Pauses.WaitAsync(_plan.Pace * (0.5 + _plan.Chance()), quiet); turn++)
        {
            switch (turn % 3)
            {
                case 0:
                    await SetBannedAsync(OpKind.Ban);
                    await Pauses.WaitAsync(_banned, quiet);
                    await SetBannedAsync(OpKind.Unban);
                    break;
                case 1:
                    await RevokeAsync(_user);
                    break;
                default:
                    await RevokeAsync(_revoked);
                    break;
            }
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
    private Task<bool> RevokeAsync(string userId)
    {
        long? issuedBefore = null;
        var call = new Invoked(_plan.Book.NextOp(), OpKind.Revoke, "", "", userId);
        return _calls.AskAsync(
            call,
            async (api, cancellationToken) =>
            {
                // After the record of the call, so that a token from before it is revoked.
                issuedBefore ??= TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
                var (_, user) = await api.AskAsync<User>(
                    HttpMethod.Post, $"users/{userId}/revoke", new { issuedBefore }, cancellationToken);
                // The database caps the time by its own clock, which a fault may have set back: then nothing is revoked.
                return user.RevokedBefore >= issuedBefore
                    ? new Succeeded(call.Op, 0, user.Revision, Duplicate: false)
                    : throw new ApiRefusal("clock-behind", retryAfter: null);
            },
            _end.Token);
    }

    private sealed record User(long? RevokedBefore, long Revision);
}
