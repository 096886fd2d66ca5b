namespace SignalRChat.Faults.Workload.Raw;

/// <summary>The attempts of a non-member in a room. The server must reject each, and the oracle checks that it did.</summary>
internal sealed class Intrusion(ClientPlan plan)
{
    private int _tries;

    public async Task TryAsync(RawLink link, string room, long after)
    {
        var (id, token) = (Guid.CreateVersion7().ToString(), $"{plan.Name}/{room}/intrusion-{++_tries}");
        var send = new SendMessageRequest { Room = room, MessageId = id, Text = MessageText.Make(token, 40) };
        await TryAsync<SendMessageResult>(
            link, nameof(IChatHub.SendMessage), send,
            new(plan.Book.NextOp(), OpKind.Post, room, id, token), sent => (sent.Sequence, sent.Revision));
        await TryAsync<GetHistoryResult>(
            link, nameof(IChatHub.GetHistory), new GetHistoryRequest { Room = room, Limit = 10 },
            new(plan.Book.NextOp(), OpKind.Read, room, "", ""),
            page => (0, page.Messages.Select(message => message.Revision).DefaultIfEmpty().Max()));
        await TryAsync<GetUpdatesResult>(
            link, nameof(IChatHub.GetUpdates), new GetUpdatesRequest { Room = room, After = after, Limit = 10 },
            new(plan.Book.NextOp(), OpKind.Read, room, "", ""), page => (0, page.Through));
    }

    public async Task TryToJoinAsync(RawLink link, string room) => await TryAsync<JoinRoomResult>(
        link, nameof(IChatHub.JoinRoom), new JoinRoomRequest { Room = room, After = 0 },
        new(plan.Book.NextOp(), OpKind.Join, room, "", ""), joined => (0, joined.Head));

    private async Task TryAsync<T>(RawLink link, string method, object request, Invoked call, Func<T, (long Sequence, long Revision)> read)
    {
        plan.Book.Write(plan.Name, call);
        try
        {
            var (sequence, revision) = read(await link.CallAsync<T>(method, request));
            plan.Book.Write(plan.Name, new Succeeded(call.Op, sequence, revision, Duplicate: false));
        }
        catch (RawRefusal refused) when (refused.RetryAfter is null)
        {
            plan.Book.Write(plan.Name, new Refused(call.Op, refused.Code));
        }
        catch (Exception lost) when (RawLink.IsLoss(lost) || lost is RawRefusal)
        {
            plan.Book.Write(plan.Name, new Unknown(call.Op, lost.GetType().Name));
            throw;
        }
    }
}
