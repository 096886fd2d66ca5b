using SignalRChat.ClientConsole.Connection;
using SignalRChat.ClientConsole.Input;
using SignalRChat.ClientConsole.Output;

namespace SignalRChat.ClientConsole.Talk;

/// <summary>The commands that refer to a message of the room of the prompt.</summary>
internal sealed class MessageCommands(ConsoleSession session, Conversation conversation, IEventOutput output)
{
    public Task RunAsync(InputLine.Command command, CancellationToken cancellationToken)
    {
        var place = MessageRef.Parse(command.Arguments);
        return command.Name switch
        {
            Commands.Edit => EditAsync(place, cancellationToken),
            Commands.Delete => DeleteAsync(place, cancellationToken),
            _ => ReactAsync(place, cancellationToken),
        };
    }

    /// <summary>Returns null after it reported the reason.</summary>
    public OutgoingMessage? ReplyTo(string arguments)
    {
        var place = MessageRef.Parse(arguments);
        return Find(place, conversation.Shown, place.Rest.Length > 0, "/reply [^N] TEXT") is { } messageId
            ? new() { Text = place.Rest, ReplyTo = messageId }
            : null;
    }

    private async Task EditAsync(MessageRef place, CancellationToken cancellationToken)
    {
        var room = conversation.Room;
        if (Find(place, conversation.Own, place.Rest.Length > 0, "/edit [^N] TEXT") is not { } messageId)
            return;
        var done = await session.DoAsync(client => client.EditAsync(room, messageId, place.Rest, cancellationToken));
        output.Tell(new ConsoleEvent.Acked(room, messageId, done.Revision, null, Duplicate: false));
    }

    private async Task DeleteAsync(MessageRef place, CancellationToken cancellationToken)
    {
        var room = conversation.Room;
        if (Find(place, conversation.Own, place.Rest.Length == 0, "/delete [^N]") is not { } messageId)
            return;
        var done = await session.DoAsync(client => client.DeleteAsync(room, messageId, cancellationToken));
        output.Tell(new ConsoleEvent.Acked(room, messageId, done.Revision, null, Duplicate: false));
    }

    private async Task ReactAsync(MessageRef place, CancellationToken cancellationToken)
    {
        var room = conversation.Room;
        if (Find(place, conversation.Shown, place.Rest.Length > 0, "/react [^N] EMOJI") is not { } messageId)
            return;
        var isOn = place.Rest is not ['-', _, ..];
        var emoji = isOn ? place.Rest : place.Rest[1..];
        var done = await session.DoAsync(client => client.ReactAsync(room, messageId, emoji, isOn, cancellationToken));
        output.Tell(new ConsoleEvent.Acked(room, messageId, done.Revision, null, Duplicate: false));
    }

    /// <summary>Returns null after it reported the reason.</summary>
    private string? Find(MessageRef place, RecentMessages among, bool isWhole, string usage)
    {
        var messageId = place.Id ?? among.Find(conversation.Room, place.FromEnd);
        if (!isWhole)
            output.Tell(new ConsoleEvent.Mistake($"Usage: {usage}. Nothing was sent."));
        else if (messageId is null)
            output.Tell(new ConsoleEvent.Mistake(among == conversation.Own ? NoSuchOwn : NoSuch));
        return isWhole ? messageId : null;
    }

    private const string NoSuchOwn = "You have no such message among those shown here. Nothing was sent.";
    private const string NoSuch = "There is no such message among those shown here. Nothing was sent.";
}
