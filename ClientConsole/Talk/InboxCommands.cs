using SignalRChat.ClientConsole.Connection;
using SignalRChat.ClientConsole.Output;

namespace SignalRChat.ClientConsole.Talk;

/// <summary>The commands about all rooms of the user. The first one begins to follow the inbox.</summary>
internal sealed class InboxCommands(ConsoleSession session, Conversation conversation, IEventOutput output)
{
    public async Task ListRoomsAsync(string prefix, CancellationToken cancellationToken)
    {
        var rooms = await session.AskAsync(client => RoomsAsync(client, prefix.TrimStart('#'), cancellationToken), cancellationToken);
        var hasMore = rooms.Count > ChatLimits.PageSize;
        if (hasMore)
            rooms.RemoveAt(ChatLimits.PageSize);
        foreach (var room in rooms)
            conversation.Names.SawRoom(room.Room);
        var listed = rooms.Select(room => room.Room).ToHashSet();
        var inbox = (await InboxAsync(isNeeded: false, cancellationToken)).Where(entry => listed.Contains(entry.Room));
        output.Tell(new ConsoleEvent.Rooms(rooms, hasMore, await TitledAsync(inbox, cancellationToken)));
    }

    public async Task UnreadAsync(CancellationToken cancellationToken)
    {
        var inbox = await InboxAsync(isNeeded: true, cancellationToken);
        foreach (var entry in inbox)
            conversation.Names.SawRoom(entry.Room);
        output.Tell(new ConsoleEvent.Unread(await TitledAsync(inbox.Where(entry => entry.Unread > 0), cancellationToken)));
    }

    public async Task ReadAsync(string name, CancellationToken cancellationToken)
    {
        var room = name.Length == 0 ? conversation.Room : name.TrimStart('#');
        var inbox = await InboxAsync(isNeeded: true, cancellationToken);
        // The newest message of this moment, and no later one.
        var newest = inbox.FirstOrDefault(entry => entry.Room == room)?.Head ?? 0;
        var read = await session.AskAsync(client => client.Inbox.MarkReadAsync(room, newest, cancellationToken), cancellationToken);
        output.Tell(new ConsoleEvent.Read(read));
    }

    /// <summary>A direct room has no title: it gets the name of the other user.</summary>
    private async Task<IReadOnlyList<InboxEntry>> TitledAsync(IEnumerable<InboxEntry> inbox, CancellationToken cancellationToken)
    {
        var titled = new List<InboxEntry>();
        foreach (var entry in inbox)
        {
            var isDirect = entry.Kind == RoomKinds.Direct;
            titled.Add(isDirect ? entry with { Title = await OtherAsync(entry, cancellationToken) } : entry);
        }

        return titled;
    }

    private async Task<string?> OtherAsync(InboxEntry entry, CancellationToken cancellationToken)
    {
        if (entry.LastMessage is { } last && last.UserId != conversation.OwnUserId())
            return conversation.Others[entry.Room] = last.Name;
        if (conversation.Others.TryGetValue(entry.Room, out var known))
            return known;
        try
        {
            var answer = await session.AskAsync(client => client.GetMembersAsync(entry.Room, cancellationToken), cancellationToken);
            var other = Array.Find(answer.Members, member => member.UserId != conversation.OwnUserId());
            return other is null ? null : conversation.Others[entry.Room] = other.Name;
        }
        catch (ChatRefusedException)
        {
            // The membership may have ended since.
            return null;
        }
    }

    /// <summary>One more than a page, to see whether there are more.</summary>
    private static async Task<List<RoomSummary>> RoomsAsync(ChatClient client, string prefix, CancellationToken cancellationToken)
    {
        var rooms = new List<RoomSummary>();
        await foreach (var room in client.ListAllRoomsAsync(prefix.Length == 0 ? null : prefix, cancellationToken))
        {
            rooms.Add(room);
            if (rooms.Count > ChatLimits.PageSize)
                break;
        }

        return rooms;
    }

    /// <summary>An older server has no inbox: the list of rooms does without.</summary>
    private async Task<IReadOnlyList<InboxEntry>> InboxAsync(bool isNeeded, CancellationToken cancellationToken)
    {
        try
        {
            return await session.AskAsync(
                async client =>
                {
                    await client.Inbox.FollowAsync(cancellationToken);
                    return client.Inbox.Entries;
                },
                cancellationToken);
        }
        catch (ChatRefusedException) when (!isNeeded)
        {
            return [];
        }
    }
}
