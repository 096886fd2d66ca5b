using Microsoft.Data.Sqlite;
using Npgsql;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>Regression: an operator deleted a membership row by SQL, and the user kept receiving the room.</summary>
[Collection(SharedPostgres.Nodes)]
public sealed class DeletedRowTests(PostgresFixture postgres)
{
    private const string Delete = "DELETE FROM members WHERE user_id = ";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_member_whose_row_is_deleted_is_removed_from_the_room(bool onPostgres)
    {
        var settings = new Dictionary<string, string?> { ["Chat:Feed:MembershipCheckInterval"] = "00:00:01" };
        if (onPostgres)
            settings[NodeSettings.Postgres] = await postgres.Server.NewDatabaseAsync();
        using var server = new ChatServer(settings, ServerLog.Collect);
        var (guest, other) = (await server.GuestAsync("alice"), await server.GuestAsync("bob"));
        using var alice = await server.ConnectRawAsync(guest);
        await using var bob = await TestClient.ConnectAsync(server, other, "json");
        await alice.JoinAsync("lobby");
        var joined = await bob.JoinAsync("lobby");

        if (onPostgres)
            await DeleteAsync(settings[NodeSettings.Postgres]!, guest.UserId);
        else
            DeleteFrom(Path.Combine(server.DataDirectory, "chat.db"), guest.UserId);

        var removed = await alice.ReadUntilAsync(record => record.Contains(nameof(IChatClient.RemovedFromRoom), StringComparison.Ordinal));
        Assert.Contains("\"code\":\"left\"", removed, StringComparison.Ordinal);
        await Eventually.EqualAsync(1, () => server.Log().Count(line => line.Id.Id == 3015), "lines of the log");
        await bob.SendAsync("lobby", "not for alice");
        Assert.Single(await bob.ReadThroughAsync(joined.Head, joined.Head + 1));
        var post = new SendMessageRequest { Room = "lobby", MessageId = TestClient.NewId(), Text = "no" };
        await alice.InvokeAsync(nameof(IChatHub.SendMessage), post);
        var next = await alice.ReadUntilAsync(record =>
            record.Contains("RoomUpdated", StringComparison.Ordinal) || record.StartsWith("""{"type":3""", StringComparison.Ordinal));
        Assert.Contains(ChatErrorCodes.NotAMember, next, StringComparison.Ordinal);
    }

    private static async Task DeleteAsync(string database, string userId)
    {
        await using var session = new NpgsqlConnection(database);
        await session.OpenAsync();
        await using var command = new NpgsqlCommand($"{Delete}$1", session) { Parameters = { new() { Value = userId } } };
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    private static void DeleteFrom(string file, string userId)
    {
        using var session = new SqliteConnection($"Data Source={file};Pooling=false");
        session.Open();
        using var command = session.CreateCommand();
        command.CommandText = $"{Delete}$userId";
        command.Parameters.AddWithValue("$userId", userId);
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
