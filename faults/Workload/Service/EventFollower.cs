using System.Text.Json;
using SignalRChat.Faults.Workload.Raw;

namespace SignalRChat.Faults.Workload.Service;

/// <summary>
/// A backend that follows all rooms by one cursor, with a long poll on any node, and sends nothing. Some answers it loses, and sometimes
/// it has taken in a page when it loses the cursor: it asks again with the one before.
/// </summary>
internal sealed class EventFollower(ClientPlan plan, Uri door, string key) : IWorkloadClient
{
    private const int WaitSeconds = 2;
    private const double Lost = 0.1;
    private const double TakenAndLost = 0.1;
    private const double Small = 0.3;
    private const int SmallPage = 3;

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    private readonly ApiClient _api = new(door, key);
    private readonly FollowedRooms _rooms = new(plan.Name, plan.Rooms, plan.Book);
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _hasBegun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reads = Task.CompletedTask;
    private string _cursor = "";

    public string Name => plan.Name;

    public long CursorIn(string room) => _rooms.CursorIn(room);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await plan.Begins.WaitAsync(cancellationToken);
        _reads = RunAsync(_end.Token);
        await _hasBegun.Task.WaitAsync(cancellationToken);
    }

    public Task TalkAsync(CancellationToken quiet) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _reads;
        _api.Dispose();
    }

    private async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                await ReadAsync(end);
            }
            catch (ApiRefusal refused) when (refused.Code == ChatErrorCodes.CursorUnknown)
            {
                _cursor = "";
                _rooms.StartOver();
            }
            catch (Exception lost) when (RawLink.IsLoss(lost) || lost is ApiRefusal)
            {
                _rooms.Close(lost is ApiRefusal refused ? refused.Code : lost.GetType().Name);
            }
            await Pauses.WaitAsync(_pause, end);
        }
    }

    private async Task ReadAsync(CancellationToken end)
    {
        var limit = plan.Chance() < Small ? SmallPage : ChatLimits.CatchUpPageSize;
        var text = await _api.AskTextAsync($"events?after={_cursor}&limit={limit}&wait={WaitSeconds}", end);
        _rooms.Open();
        if (plan.Chance() < Lost)
            return;
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var line in lines[..^1])
            _rooms.Take(JsonSerializer.Deserialize<GetUpdatesResult>(line, _json)!);
        if (plan.Chance() >= TakenAndLost)
            _cursor = JsonDocument.Parse(lines[^1]).RootElement.GetProperty("cursor").GetString()!;
        _hasBegun.TrySetResult();
    }
}
