using Npgsql;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>Adds what a batch changes in inboxes to its second message.</summary>
internal static class InboxBatch
{
    /// <summary>After the changes to the members: only members are mentioned.</summary>
    public static void AddMentions(this NpgsqlBatch batch, PostgresRows rows)
    {
        List<(long RoomId, string UserId, long Ordinal)> named = [];
        for (var index = 0; index < rows.NewMessages.Count; index++)
        {
            var message = rows[rows.NewMessages[index]];
            foreach (var userId in message.Mentions ?? [])
            {
                if (userId != message.UserId)
                    named.Add((rows.NewMessages[index].RoomId, userId, rows.NewOrdinals[index]));
            }
        }
        if (named.Count == 0)
            return;
        batch.Add(PostgresStatements.AddMentions)
            .With<long[]>([.. named.Select(one => one.RoomId)])
            .With<string[]>([.. named.Select(one => one.UserId)])
            .With<long[]>([.. named.Select(one => one.Ordinal)]);
    }

    /// <summary>Before the messages are changed.</summary>
    public static void RemoveMentions(this NpgsqlBatch batch, PostgresRows rows)
    {
        if (rows.Unmentioned is not { } gone)
            return;
        batch.Add(PostgresStatements.RemoveMentions)
            .With<long[]>([.. gone.Select(one => one.RoomId)])
            .With<Guid[]>([.. gone.Select(one => one.Id)])
            .With<string[]>([.. gone.Select(one => one.UserId)]);
    }

    /// <summary>Last, so that the rows of the inboxes are held for as briefly as possible. Its result has the users.</summary>
    public static void NumberInboxes(this NpgsqlBatch batch, InboxChanges changes)
    {
        if (changes.IsEmpty)
            return;
        batch.Add(PostgresStatements.NumberEntries)
            .With<string[]>([.. changes.Entries.Select(entry => entry.UserId)])
            .With<long[]>([.. changes.Entries.Select(entry => entry.RoomId)])
            .With<long[]>([.. changes.Rooms])
            .With((long)InboxChanges.MostMembers);
    }
}
