namespace SignalRChat.Faults.Workload.Service;

/// <summary>A backend that archives a room and opens it again, again and again.</summary>
internal sealed class ArchivingService : IAsyncDisposable
{
    private static readonly TimeSpan _archived = TimeSpan.FromSeconds(1.5);

    private readonly ClientPlan _plan;
    private readonly ApiClient _api;
    private readonly ApiCalls _calls;
    private readonly CancellationTokenSource _end = new();

    /// <param name="plan">The name, the pace, and the room.</param>
    /// <param name="door">The route to the nodes.</param>
    /// <param name="key">The key of the server API.</param>
    public ArchivingService(ClientPlan plan, Uri door, string key)
    {
        (_plan, _api) = (plan, new ApiClient(door, key));
        _calls = new ApiCalls(plan.Name, _api, plan.Book);
    }

    /// <summary>In the end the room is open, also if a restored database has forgotten that it was opened.</summary>
    public async Task RunAsync(CancellationToken quiet)
    {
        while (await Pauses.WaitAsync(_plan.Pace * (0.5 + _plan.Chance()), quiet))
        {
            await SetAsync(isArchived: true);
            await Pauses.WaitAsync(_archived, quiet);
            await SetAsync(isArchived: false);
        }
        await SetAsync(isArchived: false);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _api.Dispose();
        _end.Dispose();
    }

    private Task<bool> SetAsync(bool isArchived)
    {
        var room = _plan.Rooms[0];
        var call = new Invoked(_plan.Book.NextOp(), OpKind.SetArchived, room, "", "archived") { Value = $"{isArchived}" };
        return _calls.AskAsync(
            call,
            async (api, cancellationToken) =>
            {
                var (_, state) = isArchived
                    ? await api.AskAsync<Room>(HttpMethod.Delete, $"rooms/{room}", body: null, cancellationToken)
                    : await api.AskAsync<Room>(HttpMethod.Patch, $"rooms/{room}", new { archived = false }, cancellationToken);
                return new Succeeded(call.Op, 0, state.Revision, Duplicate: false);
            },
            _end.Token);
    }

    private sealed record Room(long Revision);
}
