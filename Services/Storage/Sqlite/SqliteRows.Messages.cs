using Microsoft.Data.Sqlite;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Sqlite;

internal sealed partial class SqliteRows
{
    public ChatMessage? FindMessage(BatchRoom room, Guid id) => FindMessage(session, room.Id, id);

    public bool HasMessage(BatchRoom room, Guid id) => session.Find(SqliteStatements.HasMessage, room.Id, Key(id)) is not null;

    public bool TryAddMessage(BatchRoom room, Guid id, ChatMessage message, long ordinal)
    {
        if (!MessageDetails.Has(message))
            return TryAddPlain(room, id, message, ordinal);
        if (!TryAddDetailed(room, id, message, ordinal))
            return false;
        if (message.Mentions is not null)
            SqliteInbox.AddMentions(session, room.Id, message, ordinal);
        return true;
    }

    private bool TryAddPlain(BatchRoom room, Guid id, ChatMessage message, long ordinal) => session.Prepared(SqliteStatements.AddMessage)
        .Set(1, room.Id)
        .Set(2, message.Sequence)
        .Set(3, id)
        .Set(4, message.UserId)
        .Set(5, message.Name)
        .Set(6, message.Text)
        .Set(7, message.PostedAt)
        .Set(8, message.ReplyTo is { } replyTo ? Guid.Parse(replyTo) : null)
        .Set(9, ordinal)
        .Run() > 0;

    private bool TryAddDetailed(BatchRoom room, Guid id, ChatMessage message, long ordinal) => session.Run(
        SqliteStatements.AddDetailedMessage,
        room.Id,
        message.Sequence,
        Key(id),
        message.UserId,
        message.Name,
        message.Text,
        message.PostedAt,
        message.ReplyTo is { } replyTo ? Key(Guid.Parse(replyTo)) : null,
        message.Kind,
        message.Data,
        MessageDetails.ToColumn(message.Mentions),
        MessageDetails.ToColumn(message.Event),
        ordinal) > 0;

    public void ChangeMessage(BatchRoom room, Guid id, ChatMessage message)
    {
        var key = Key(id);
        if (message.DeletedAt is not null)
            SqliteInbox.RemoveMentions(session, room.Id, key);
        session.Run(
            SqliteStatements.ChangeMessage,
            message.Revision,
            message.Text,
            message.EditedAt,
            message.DeletedAt,
            message.DeletedBy,
            key,
            room.Id);
    }

    public static ChatMessage? FindMessage(SqliteSession session, long roomId, Guid id)
    {
        using var row = session.Query(SqliteStatements.FindMessage, roomId, Key(id));
        return row.Read() ? ReadMessage(row) : null;
    }

    /// <summary>Reads a message out of a result, in the columns of <see cref="SqliteStatements"/>.</summary>
    public static ChatMessage ReadMessage(SqliteDataReader row) => new()
    {
        MessageId = Id(row, 0),
        Sequence = row.GetInt64(1),
        Revision = row.GetInt64(2),
        UserId = row.GetString(3),
        Name = row.GetString(4),
        Text = row.GetString(5),
        PostedAt = row.GetInt64(6),
        EditedAt = row.IsDBNull(7) ? null : row.GetInt64(7),
        DeletedAt = row.IsDBNull(8) ? null : row.GetInt64(8),
        ReplyTo = row.IsDBNull(9) ? null : Id(row, 9),
        Kind = row.IsDBNull(10) ? null : row.GetString(10),
        Data = row.IsDBNull(11) ? null : row.GetString(11),
        Mentions = row.IsDBNull(12) ? null : MessageDetails.ReadMentions(row.GetString(12)),
        DeletedBy = row.IsDBNull(13) ? null : row.GetString(13),
        Event = row.IsDBNull(14) ? null : MessageDetails.ReadEvent(row.GetString(14)),
    };

    // A message id is stored as the 16 bytes of the UUID, in the order in which it is written, instead of 36 characters.
    private static byte[] Key(Guid id) => id.ToByteArray(bigEndian: true);

    public static string Id(SqliteDataReader row, int column) =>
        new Guid(row.GetFieldValue<byte[]>(column), bigEndian: true).ToString();
}
