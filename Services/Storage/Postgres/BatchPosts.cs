using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>
/// A batch that contains only new messages, of users or of a service, as the columns of <see cref="PostgresStatements.Post"/>: one entry
/// for each, in the order of the batch.
/// </summary>
internal sealed class BatchPosts
{
    private readonly HashSet<(string Room, Guid Id)> _ids = [];
    private readonly Dictionary<string, int> _places = [];

    private BatchPosts(int count) =>
        (Rooms, Places, Ids, UserIds, Names, Texts, RepliesTo) =
            (new string[count], new long[count], new Guid[count], new string[count], new string[count], new byte[count][],
                new Guid?[count]);

    public IReadOnlyCollection<string> RoomNames => _places.Keys;

    public string[] Rooms { get; }

    /// <summary>The place of each among those of its room, from 1.</summary>
    public long[] Places { get; }

    public Guid[] Ids { get; }

    public string[] UserIds { get; }

    public string[] Names { get; }

    public byte[][] Texts { get; }

    public Guid?[] RepliesTo { get; }

    /// <summary>Whether a service posts the message: its author need not be a member. Null if none is of a service.</summary>
    public bool[]? AreOfService { get; private set; }

    /// <summary>Null if none of the messages has any.</summary>
    public PostDetails?[]? Details { get; private set; }

    /// <summary>Returns null if the batch contains anything else, a command to refuse, or a repeat within the batch.</summary>
    public static BatchPosts? TryRead(IReadOnlyList<RoomCommand> commands)
    {
        var posts = new BatchPosts(commands.Count);
        for (var index = 0; index < commands.Count; index++)
        {
            // One with a condition must be compared with what is stored.
            var isService = commands[index] is ServiceCommand { Condition: null };
            var command = isService ? ((ServiceCommand)commands[index]).Command : commands[index];
            if (command is not PostCommand post || !posts.TrySet(index, post))
                return null;
            if (isService)
                (posts.AreOfService ??= new bool[commands.Count])[index] = true;
        }

        return posts;
    }

    private bool TrySet(int index, PostCommand post)
    {
        var replyTo = default(Guid);
        if (!Identifiers.TryParseMessageId(post.MessageId, out var id)
            || (post.ReplyTo is not null && !Identifiers.TryParseMessageId(post.ReplyTo, out replyTo)))
        {
            return false;
        }
        // One with an event does not count as unread.
        if (post.Details?.Event is not null || !_ids.Add((post.Room, id)))
            return false;

        _places[post.Room] = _places.GetValueOrDefault(post.Room) + 1;
        Rooms[index] = post.Room;
        Places[index] = _places[post.Room];
        Ids[index] = id;
        UserIds[index] = post.User.UserId;
        Names[index] = post.User.Name;
        Texts[index] = PostgresMessageRow.ToColumn(post.Text);
        RepliesTo[index] = post.ReplyTo is null ? null : replyTo;
        if (post.Details is not null)
            (Details ??= new PostDetails?[Rooms.Length])[index] = post.Details;
        return true;
    }
}
