namespace SignalRChat.Faults.Workload.Raw;

/// <summary>
/// A member that sends texts of the greatest length as fast as answers arrive. They fill the buffers of a client that does not read.
/// </summary>
internal sealed class Flood : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly ClientPlan _plan;
    private readonly RawSession _session;
    private readonly Task _run;

    public Flood(ClientPlan plan, Uri door, Func<string> token)
    {
        _plan = plan;
        _session = new RawSession(plan, door, token);
        _run = RunAsync(plan.Rooms[0]);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _run;
        await _session.DisposeAsync();
        _end.Dispose();
    }

    private async Task RunAsync(string room)
    {
        for (var number = 1; !_end.IsCancellationRequested; number++)
        {
            var (id, token) = (Guid.CreateVersion7().ToString(), $"{_plan.Name}/{number}");
            var call = new Invoked(_plan.Book.NextOp(), OpKind.Post, room, id, token);
            var isAsked = false;
            try
            {
                var link = await _session.LinkAsync(_end.Token);
                _plan.Book.Write(_plan.Name, call);
                isAsked = true;
                var request = new SendMessageRequest { Room = room, MessageId = id, Text = MessageText.Make(token, ChatLimits.TextLength) };
                var sent = await link.CallAsync<SendMessageResult>(nameof(IChatHub.SendMessage), request);
                _plan.Book.Write(_plan.Name, new Succeeded(call.Op, sent.Sequence, sent.Revision, sent.Duplicate));
            }
            catch (Exception lost) when (RawLink.IsLoss(lost) || lost is RawRefusal)
            {
                if (isAsked)
                    _plan.Book.Write(_plan.Name, new Unknown(call.Op, lost.GetType().Name));
                await Pauses.WaitAsync(TimeSpan.FromMilliseconds(100), _end.Token);
            }
        }
    }
}
