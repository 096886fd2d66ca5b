using System.Net;

namespace SignalRChat.Faults.Workload.Service;

/// <summary>
/// A backend. It posts as system and for a user, edits and deletes by the server API, and follows one room by its cursor. It is a member
/// of no room. Some messages it sends again after the answer, and some twice at the same time, as two of its processes would.
/// </summary>
internal sealed class ServiceClient : IWorkloadClient
{
    private const double Repeats = 0.1;
    private const double Twins = 0.1;
    private const double AsSystem = 0.5;

    private readonly ClientPlan _plan;
    private readonly ApiClient _api;
    private readonly ApiCalls _calls;
    private readonly RoomReader _reader;
    private readonly CancellationTokenSource _end = new();
    private Task _reads = Task.CompletedTask;

    public ServiceClient(ClientPlan plan, Uri door, string key)
    {
        (_plan, _api) = (plan, new ApiClient(door, key));
        _calls = new ApiCalls(plan.Name, _api, plan.Book);
        _reader = new RoomReader(plan.Name, plan.Rooms[0], _api, plan.Book);
    }

    public string Name => _plan.Name;

    public long CursorIn(string room) => _reader.Cursor;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _plan.Begins.WaitAsync(cancellationToken);
        _reads = _reader.RunAsync(_end.Token);
        await _reader.HasBegun.WaitAsync(cancellationToken);
    }

    public Task TalkAsync(CancellationToken quiet) => Task.WhenAll(_plan.Talks().Select(talk => TalkAsync(talk, quiet)));

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _reads;
        _api.Dispose();
    }

    private async Task TalkAsync(Talk talk, CancellationToken quiet)
    {
        while (await Pauses.WaitAsync(talk.Pause(_plan.Pace), quiet) && !_end.IsCancellationRequested)
        {
            var change = talk.Next();
            if (change.Kind == OpKind.Post)
                change = change with { MessageId = NaturalKey.Of(change.Token), Author = _plan.Chance() < AsSystem ? "" : Name };
            if (!await AskOnceOrTwiceAsync(change))
                continue;
            talk.Acknowledged(change);
            if (change.Kind == OpKind.Post && _plan.Chance() < Repeats)
                await AskAsync(change with { Op = _plan.Book.NextOp() }, isRepeat: true);
        }
    }

    private async Task<bool> AskOnceOrTwiceAsync(Change change)
    {
        if (change.Kind != OpKind.Post || _plan.Chance() >= Twins)
            return await AskAsync(change, isRepeat: false);
        var both = await Task.WhenAll(
            AskAsync(change, isRepeat: false), AskAsync(change with { Op = _plan.Book.NextOp() }, isRepeat: false));
        return both.All(isDone => isDone);
    }

    private Task<bool> AskAsync(Change change, bool isRepeat) =>
        _calls.AskAsync(change.AsInvoked(isRepeat), (api, cancellationToken) => SendAsync(api, change, cancellationToken), _end.Token);

    private async Task<Succeeded> SendAsync(ApiClient api, Change change, CancellationToken cancellationToken)
    {
        var path = $"rooms/{change.Room}/messages/{change.MessageId}";
        if (change.Kind == OpKind.Post)
        {
            object body = change.Author == ""
                ? new { kind = MessageKinds.System, text = change.Text }
                : new { userId = Name, name = Name, text = change.Text };
            var (status, posted) = await api.AskAsync<SendMessageResult>(HttpMethod.Put, path, body, cancellationToken);
            // An answer that contradicts itself is not the answer to a duplicate.
            var isDuplicate = posted.Duplicate && status == HttpStatusCode.OK;
            return new(change.Op, posted.Sequence, posted.Revision, isDuplicate);
        }
        var (_, changed) = change.Kind == OpKind.Edit
            ? await api.AskAsync<ChangeMessageResult>(HttpMethod.Patch, path, new { text = change.Text }, cancellationToken)
            : await api.AskAsync<ChangeMessageResult>(HttpMethod.Delete, path, null, cancellationToken);
        return new(change.Op, 0, changed.Revision, Duplicate: false);
    }
}
