using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Durability;

/// <summary>
/// One user's side of one room. It posts, edits and deletes as fast as acks permit, with a few commands in flight. It keeps
/// unacknowledged commands with their ids and in order for the next connection.
/// </summary>
internal sealed class TalkStream(Voice voice, Ledger ledger, Random random)
{
    private const int InFlight = 4;

    private readonly List<SentCommand> _pending = [];
    private readonly List<string> _own = [];

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
            try
            {
                await Task.WhenAll(_pending.Select(change => AskAsync(connection, change)));
            }
            finally
            {
                _pending.RemoveAll(change => change.Revision > 0);
            }
        }
    }

    private SentCommand Next()
    {
        SentCommand change = random.NextDouble() switch
        {
            // At most one change of a message is under way, so that its final text is known.
            < 0.12 when TakeOwn(keep: true) is { } edited => new(SentCommandKind.Edit, voice, edited, $"again {Guid.NewGuid()}"),
            < 0.2 when TakeOwn(keep: false) is { } deleted => new(SentCommandKind.Delete, voice, deleted, ""),
            _ => new(SentCommandKind.Post, voice, Guid.CreateVersion7().ToString(), new string('ä', random.Next(1, 200))),
        };
        ledger.Add(change);
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

    private async Task AskAsync(HubConnection connection, SentCommand change)
    {
        ledger.Asked();
        try
        {
            var (revision, duplicate) = await InvokeAsync(connection, change).WaitAsync(TestClient.Deadline);
            ledger.Acknowledge(change, revision, duplicate);
            if (change.Kind == SentCommandKind.Post)
                _own.Add(change.MessageId);
        }
        catch (HubException refused) when (CallFailures.MayBeRetried(refused))
        {
            // The command stays pending.
        }
    }

    private async Task<(long Revision, bool Duplicate)> InvokeAsync(HubConnection connection, SentCommand change)
    {
        switch (change.Kind)
        {
            case SentCommandKind.Post:
                var post = new SendMessageRequest { Room = voice.Room, MessageId = change.MessageId, Text = change.Text };
                var posted = await connection.InvokeAsync<SendMessageResult>(nameof(IChatHub.SendMessage), post);
                return (posted.Sequence, posted.Duplicate);
            case SentCommandKind.Edit:
                var edit = new EditMessageRequest { Room = voice.Room, MessageId = change.MessageId, Text = change.Text };
                return ((await connection.InvokeAsync<ChangeMessageResult>(nameof(IChatHub.EditMessage), edit)).Revision, false);
            default:
                var delete = new DeleteMessageRequest { Room = voice.Room, MessageId = change.MessageId };
                return ((await connection.InvokeAsync<ChangeMessageResult>(nameof(IChatHub.DeleteMessage), delete)).Revision, false);
        }
    }
}
