using System.Globalization;

namespace SignalRChat.Faults.Workload.Raw;

/// <summary>The call of the hub that makes a change.</summary>
internal static class RawCalls
{
    /// <summary>Returns the answer to a change.</summary>
    public static async Task<Succeeded> MakeAsync(RawLink link, Change change)
    {
        var (room, user) = (change.Room, change.Token);
        switch (change.Kind)
        {
            case OpKind.Post:
                var post = new SendMessageRequest
                {
                    Room = room,
                    MessageId = change.MessageId,
                    Text = change.Text,
                    Mentions = People.MentionsIn(change),
                };
                var posted = await link.CallAsync<SendMessageResult>(nameof(IChatHub.SendMessage), post);
                return new(change.Op, posted.Sequence, posted.Revision, posted.Duplicate);
            case OpKind.Edit:
                var edit = new EditMessageRequest { Room = room, MessageId = change.MessageId, Text = change.Text };
                return Changed(change, (await link.CallAsync<ChangeMessageResult>(nameof(IChatHub.EditMessage), edit)).Revision);
            case OpKind.Delete:
                var delete = new DeleteMessageRequest { Room = room, MessageId = change.MessageId };
                return Changed(change, (await link.CallAsync<ChangeMessageResult>(nameof(IChatHub.DeleteMessage), delete)).Revision);
            case OpKind.React or OpKind.Unreact:
                var isOn = change.Kind == OpKind.React;
                var react = new ReactRequest { Room = room, MessageId = change.MessageId, Emoji = change.Token, On = isOn };
                return Changed(change, (await link.CallAsync<ChangeMessageResult>(nameof(IChatHub.React), react)).Revision);
            case OpKind.SetRole:
                await link.CallAsync<object?>(
                    nameof(IChatHub.SetRole), new SetRoleRequest { Room = room, UserId = user, Role = change.Value! });
                // The answer has no revision.
                return Changed(change, 0);
            case OpKind.Mute or OpKind.Unmute:
                long? until = change.Kind == OpKind.Mute ? OwnerTalk.MutedUntil : null;
                var mute = new MuteMemberRequest { Room = room, UserId = user, Until = until };
                return Changed(change, (await link.CallAsync<MuteMemberResult>(nameof(IChatHub.MuteMember), mute)).Revision);
            default:
                return Changed(change, (await link.CallAsync<SetRoomResult>(nameof(IChatHub.SetRoom), SettingOf(change))).Revision);
        }
    }

    private static SetRoomRequest SettingOf(Change change) => change.Kind switch
    {
        OpKind.SetTitle => new() { Room = change.Room, Title = change.Value },
        OpKind.SetPosting => new() { Room = change.Room, Posting = change.Value },
        OpKind.SetSlowMode => new() { Room = change.Room, SlowModeSeconds = int.Parse(change.Value!, CultureInfo.InvariantCulture) },
        _ => new() { Room = change.Room, Announce = bool.Parse(change.Value!) },
    };

    private static Succeeded Changed(Change change, long revision) => new(change.Op, 0, revision, Duplicate: false);
}
