using SignalRChat.Client;

namespace SignalRChat.Faults.Workload;

/// <summary>
/// An app on SignalRChat.Client. It sends without waiting for answers, and leaves order, retries and catching up to the
/// library.
/// </summary>
internal sealed class LibraryClient : IWorkloadClient
{
    private readonly RecordedClient _client;
    private readonly ClientPlan _plan;
    private readonly Talk[] _talks;

    public LibraryClient(ClientPlan plan, Uri door, Func<string> token, ChatProtocol protocol)
    {
        (_plan, _talks) = (plan, plan.Talks());
        var options = new ChatClientOptions
        {
            Url = door,
            AccessTokenProvider = _ => Task.FromResult<string?>(token()),
            Protocol = protocol,
            Backoff = new FullJitterBackoff(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2), plan.Chance),
            ConnectTimeout = TimeSpan.FromSeconds(5),
            CallTimeout = TimeSpan.FromSeconds(10),
            KeepAliveInterval = TimeSpan.FromSeconds(2),
            ServerTimeout = TimeSpan.FromSeconds(6),
        };
        _client = new RecordedClient(plan.Name, options, plan.Book);
    }

    public string Name => _client.Name;

    public long CursorIn(string room) => _client.CursorIn(room);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _client.ConnectAsync(cancellationToken);
        foreach (var room in _plan.Rooms)
            await _client.JoinAsync(room, cancellationToken);
    }

    public Task TalkAsync(CancellationToken quiet) => Task.WhenAll(_talks.Select(talk => TalkAsync(talk, quiet))
        .Append(_plan.StrayAsync((room, time) => _client.StrayAsync(room, time, quiet), quiet)));

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private async Task TalkAsync(Talk talk, CancellationToken quiet)
    {
        var underWay = new List<Task>();
        while (await Pauses.WaitAsync(talk.Pause(_plan.Pace * 2), quiet))
        {
            for (var burst = talk.Burst(); burst > 0; burst--)
                underWay.Add(AskAsync(talk, talk.Next()));
            underWay.RemoveAll(one => one.IsCompletedSuccessfully);
        }
        await Task.WhenAll(underWay);
    }

    private async Task AskAsync(Talk talk, Change change)
    {
        if (await _client.AskAsync(change))
            talk.Acknowledged(change);
    }
}
