using Npgsql;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>
/// The common case, in one message to the server: new messages of members or of a service, without repeats. The database checks this
/// while it holds the rooms, and stores nothing if it is not the case.
/// </summary>
internal sealed partial class PostgresCommit
{
    /// <summary>Returns null, and stores nothing, when the batch contains anything else.</summary>
    private async Task<BatchResult?> TryPostAsync(CancellationToken cancellationToken)
    {
        if (BatchPosts.TryRead(commands) is not { } posts)
            return null;

        await using var batch = new NpgsqlBatch(connection);
        batch.Add(PostgresStatements.Begin);
        if (LockTimeout is { } most)
            batch.Add(PostgresStatements.WaitAtMost(most));
        batch.Add(LockRooms).With<string[]>([.. posts.RoomNames]);
        AddPosts(batch, posts);
        batch.Add(PostgresStatements.Commit);

        var rows = new PostgresRows();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.LoadRoom(reader);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var isStored = reader.GetInt64(0) == commands.Count;

        // It is committed when this has ended without an error.
        while (await reader.NextResultAsync(cancellationToken))
        {
        }

        // A room that was not found may be held, or not exist. It takes the same way as one that was found, and the same time.
        return isStored ? Answer(rows) : null;
    }

    private void AddPosts(NpgsqlBatch batch, BatchPosts posts)
    {
        var statement = posts switch
        {
            { AreOfService: not null } => PostgresStatements.PostServed,
            { Details: not null } => PostgresStatements.PostDetailed,
            _ => PostgresStatements.Post,
        };
        var post = batch.Add(statement)
            .With(posts.Rooms).With(posts.Places).With(posts.Ids).With(posts.UserIds).With(posts.Names)
            .With(posts.Texts).With(posts.RepliesTo).With(now);
        if (statement == PostgresStatements.Post)
            return;
        var details = posts.Details ?? new PostDetails?[commands.Count];
        post.With(Array.ConvertAll(details, one => one?.Kind))
            .With(Array.ConvertAll(details, one => one?.Data))
            .With(Array.ConvertAll(details, one => MessageDetails.ToColumn(one?.Mentions)))
            .With(Array.ConvertAll(details, one => MessageDetails.ToColumn(one?.Event)));
        if (posts.AreOfService is { } areOfService)
            post.With(areOfService);
    }

    /// <summary>The answer by the rules of a room, which matches what was stored: they give each message the next number.</summary>
    private BatchResult Answer(PostgresRows rows)
    {
        rows.HasAllReplies = true;
        for (var index = 0; index < commands.Count; index++)
            rows.LoadMember(commands[index].Room, commands[index].User.UserId);
        return new RoomBatch(rows, rows.Epoch ?? "", now).Apply(commands);
    }
}
