using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using SignalRChat.Contracts;
using SignalRChat.Faults.Workload;
using SignalRChat.Testing.History;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Durability;

/// <summary>
/// One user's side of one room. It posts, edits and deletes as fast as acks permit, with a few commands in flight. It keeps
/// unacknowledged commands with their ids and in order for the next connection.
/// </summary>
internal sealed class TalkStream(string user, string room, HistoryBook book, Acknowledgements acknowledgements, Random random)
{
    private const int InFlight = 4;

    private readonly List<Change> _pending = [];
    private readonly List<string> _own = [];

    public int Pending => _pending.Count;

    /// <summary>The newest revision that was acknowledged.</summary>
    public long Newest { get; private set; }

    /// <summary>
    /// Sends until the connection is lost. If <paramref name="more"/> is false, sends until everything is acknowledged.
    /// </summary>
    public async Task TalkAsync(HubConnection connection, bool more)
    {
        while (true)
        {
            while (more && _pending.Count < InFlight)
                _pending.Add(Next());
            if (_pending.Count == 0)
                return;
            var asked = _pending.Select(change => (Change: change, Answer: AskAsync(connection, change))).ToArray();
            try
            {
                await Task.WhenAll(asked.Select(one => one.Answer));
            }
            finally
            {
                foreach (var (change, answer) in asked)
                {
                    if (answer is { IsCompletedSuccessfully: true, Result: { } acknowledged })
                        Acknowledge(change, acknowledged.Revision);
                }
            }
        }
    }

    private Change Next()
    {
        // Without a space, so that the history holds the whole text.
        var text = $"{Guid.NewGuid()}{new string('ä', random.Next(200))}";
        var op = book.NextOp();
        Change change = random.NextDouble() switch
        {
            // At most one change of a message is under way, so that its final text is known.
            < 0.12 when TakeOwn(keep: true) is { } edited => new(op, OpKind.Edit, room, edited, text, text),
            < 0.2 when TakeOwn(keep: false) is { } deleted => new(op, OpKind.Delete, room, deleted, "", ""),
            _ => new(op, OpKind.Post, room, Guid.CreateVersion7().ToString(), text, text),
        };
        book.Write(user, change.AsInvoked());
        return change;
    }

    private string? TakeOwn(bool keep)
    {
        if (_own.Count == 0)
            return null;
        var index = random.Next(_own.Count);
        var messageId = _own[index];
        if (_pending.Exists(change => change.MessageId == messageId))
            return null;
        if (!keep)
            _own.RemoveAt(index);
        return messageId;
    }

    private void Acknowledge(Change change, long revision)
    {
        _pending.Remove(change);
        Newest = Math.Max(Newest, revision);
        if (change.Kind == OpKind.Post)
            _own.Add(change.MessageId);
    }

    /// <summary>Returns null if the server was busy. The command then stays pending.</summary>
    private async Task<Succeeded?> AskAsync(HubConnection connection, Change change)
    {
        try
        {
            var answer = await InvokeAsync(connection, change).WaitAsync(TestClient.Deadline);
            book.Write(user, answer);
            acknowledgements.Add(answer.Duplicate);
            return answer;
        }
        catch (HubException refused) when (CallFailures.MayBeRetried(refused))
        {
            return null;
        }
    }

    private static async Task<Succeeded> InvokeAsync(HubConnection connection, Change change)
    {
        switch (change.Kind)
        {
            case OpKind.Post:
                var post = new SendMessageRequest { Room = change.Room, MessageId = change.MessageId, Text = change.Text };
                var posted = await connection.InvokeAsync<SendMessageResult>(nameof(IChatHub.SendMessage), post);
                return new(change.Op, posted.Sequence, posted.Revision, posted.Duplicate);
            case OpKind.Edit:
                var edit = new EditMessageRequest { Room = change.Room, MessageId = change.MessageId, Text = change.Text };
                var edited = await connection.InvokeAsync<ChangeMessageResult>(nameof(IChatHub.EditMessage), edit);
                return new(change.Op, 0, edited.Revision, Duplicate: false);
            default:
                var delete = new DeleteMessageRequest { Room = change.Room, MessageId = change.MessageId };
                var deleted = await connection.InvokeAsync<ChangeMessageResult>(nameof(IChatHub.DeleteMessage), delete);
                return new(change.Op, 0, deleted.Revision, Duplicate: false);
        }
    }
}
