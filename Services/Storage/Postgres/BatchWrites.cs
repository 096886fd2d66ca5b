using Npgsql;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>Adds a batch's changes to its second message, one statement for each kind of change, however many changes there are.</summary>
internal static class BatchWrites
{
    public static void MakeRooms(this NpgsqlBatch batch, PostgresRows rows, long now)
    {
        if (rows.Made.Count > 0)
        {
            NewRoom[] made = [.. rows.Made.Values];
            batch.Add(PostgresStatements.MakeRooms)
                .With<long[]>([.. rows.Made.Keys])
                .With(Array.ConvertAll(made, one => one.MadeBy))
                .With(Array.ConvertAll(made, one => one.IsPrivate))
                .With(Array.ConvertAll(made, one => one.IsDirect ? true : (bool?)null))
                .With(Array.ConvertAll(made, one => one.Title))
                .With(Array.ConvertAll(made, one => one.Data))
                .With(now);
        }
        if (rows.NotMade is { Length: > 0 } dropped)
            batch.Add(PostgresStatements.DropRooms).With(dropped);
    }

    public static void AddMessages(this NpgsqlBatch batch, PostgresRows rows)
    {
        if (rows.NewMessages.Count == 0)
            return;
        var keys = rows.NewMessages;
        var messages = keys.ConvertAll(key => rows[key]);
        var isDetailed = messages.Exists(MessageDetails.Has);
        var add = batch.Add(isDetailed ? PostgresStatements.AddDetailedMessages : PostgresStatements.AddMessages)
            .With<long[]>([.. keys.ConvertAll(key => key.RoomId)])
            .With<Guid[]>([.. keys.ConvertAll(key => key.Id)])
            .With(Column(messages, message => message.Sequence))
            .With(Column(messages, message => message.Revision))
            .With(Column(messages, message => message.UserId))
            .With(Column(messages, message => message.Name))
            .With(Column(messages, message => PostgresMessageRow.ToColumn(message.Text)))
            .With(Column(messages, message => message.PostedAt))
            .With(Column(messages, message => message.EditedAt))
            .With(Column(messages, message => message.DeletedAt))
            .With(Column(messages, message => message.ReplyTo is null ? (Guid?)null : Guid.Parse(message.ReplyTo)))
            .With<long[]>([.. rows.NewOrdinals]);
        if (!isDetailed)
            return;
        add.With(Column(messages, message => message.Kind))
            .With(Column(messages, message => message.Data))
            .With(Column(messages, message => MessageDetails.ToColumn(message.Mentions)))
            .With(Column(messages, message => message.DeletedBy))
            .With(Column(messages, message => MessageDetails.ToColumn(message.Event)));
    }

    public static void ChangeMessages(this NpgsqlBatch batch, PostgresRows rows)
    {
        if (rows.ChangedMessages.Count == 0)
            return;
        List<(long RoomId, Guid Id)> keys = [.. rows.ChangedMessages];
        var messages = keys.ConvertAll(key => rows[key]);
        batch.Add(PostgresStatements.ChangeMessages)
            .With<long[]>([.. keys.ConvertAll(key => key.RoomId)])
            .With<Guid[]>([.. keys.ConvertAll(key => key.Id)])
            .With(Column(messages, message => message.Revision))
            .With(Column(messages, message => PostgresMessageRow.ToColumn(message.Text)))
            .With(Column(messages, message => message.EditedAt))
            .With(Column(messages, message => message.DeletedAt))
            .With(Column(messages, message => message.DeletedBy));
    }

    public static void ChangeMembers(this NpgsqlBatch batch, PostgresRows rows, long now)
    {
        List<(long RoomId, string UserId)> removed = [], added = [], renamed = [], changed = [];
        foreach (var (key, change) in rows.Members.Changes)
        {
            if (change.IsRemoved)
                removed.Add(key);
            if (change.Added is not null)
                added.Add(key);
            else if (change.Name is not null)
                renamed.Add(key);
            if (change.State is not null)
                changed.Add(key);
        }

        if (removed.Count > 0)
            batch.Add(PostgresStatements.RemoveMembers).WithKeys(removed);
        if (added.Count > 0)
        {
            batch.Add(PostgresStatements.AddMembers).WithKeys(added)
                .With(Names(rows, added)).With<string[]>([.. added.ConvertAll(key => rows.Members.Changes[key].Added!)]).With(now);
        }

        batch.SetReadCursors(rows, added);
        if (changed.Count > 0)
        {
            var states = changed.ConvertAll(key => rows.Members.Changes[key].State!);
            batch.Add(PostgresStatements.ChangeMembers).WithKeys(changed)
                .With<string[]>([.. states.ConvertAll(state => state.Role)])
                .With<long?[]>([.. states.ConvertAll(state => state.MutedUntil)])
                .With<long[]>([.. states.ConvertAll(state => state.Revision)]);
        }
        if (renamed.Count > 0)
            batch.Add(PostgresStatements.RenameMembers).WithKeys(renamed).With(Names(rows, renamed));
    }

    private static void SetReadCursors(this NpgsqlBatch batch, PostgresRows rows, List<(long RoomId, string UserId)> added)
    {
        var keys = added.FindAll(key => rows.Members.Changes[key].Read.Sequence > 0);
        if (keys.Count == 0)
            return;
        var reads = keys.ConvertAll(key => rows.Members.Changes[key].Read);
        batch.Add(PostgresStatements.SetReadCursors).WithKeys(keys)
            .With<long[]>([.. reads.ConvertAll(read => read.Sequence)]).With<long[]>([.. reads.ConvertAll(read => read.Ordinal)]);
    }

    private static NpgsqlBatchCommand WithKeys(this NpgsqlBatchCommand command, List<(long RoomId, string UserId)> keys) =>
        command.With<long[]>([.. keys.ConvertAll(key => key.RoomId)]).With<string[]>([.. keys.ConvertAll(key => key.UserId)]);

    private static string[] Names(PostgresRows rows, List<(long RoomId, string UserId)> keys) =>
        [.. keys.ConvertAll(key => rows.Members.Changes[key].Name!)];

    public static void SetHeads(this NpgsqlBatch batch, Dictionary<long, (long Head, long Messages, long Last)> heads) =>
        batch.Add(PostgresStatements.SetHeads)
            .With<long[]>([.. heads.Keys])
            .With<long[]>([.. heads.Values.Select(room => room.Head)])
            .With<long[]>([.. heads.Values.Select(room => room.Messages)])
            .With<long[]>([.. heads.Values.Select(room => room.Last)]);

    private static T[] Column<T>(List<ChatMessage> messages, Converter<ChatMessage, T> read) => [.. messages.ConvertAll(read)];
}
