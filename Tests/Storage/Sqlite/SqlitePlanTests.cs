using System.Reflection;
using Microsoft.Data.Sqlite;
using SignalRChat.Services.Storage.Sqlite;
using SQLitePCL;

namespace SignalRChat.Tests.Storage.Sqlite;

/// <summary>How SQLite runs the statements, by its own plans.</summary>
public sealed class SqlitePlanTests
{
    private const int Page = 200;
    private const int VmSteps = 4;
    private const string AddMembers = "INSERT INTO members (room_id, user_id, name, role, joined_at)";

    [Fact]
    public async Task No_statement_runs_a_subquery_again_for_each_row()
    {
        using var folder = new TempDirectory();
        using var store = new SqliteTestStore(folder);
        await store.Messages.MigrateAsync(CancellationToken.None);
        using var connection = new SqliteConnection($"Data Source={store.File};Mode=ReadOnly");
        connection.Open();
        SqliteStatement[] statements =
        [
            .. typeof(SqliteStatements).GetFields(BindingFlags.Public | BindingFlags.Static)
                .Where(field => field.FieldType == typeof(SqliteStatement)).Select(field => (SqliteStatement)field.GetValue(null)!),
            .. SqliteReactions.Statements,
            .. SqliteMembers.Statements,
            .. SqliteSettings.Statements,
        ];
        Assert.True(statements.Length > 20);

        foreach (var statement in statements)
        {
            using var explain = connection.CreateCommand();
            explain.CommandText = $"EXPLAIN QUERY PLAN {statement.Text}";
            foreach (var parameter in statement.Parameters)
                explain.Parameters.AddWithValue(parameter, DBNull.Value);
            using var steps = explain.ExecuteReader();
            while (steps.Read())
            {
                Assert.DoesNotContain("CORRELATED", steps.GetString(3), StringComparison.Ordinal);
                if (SqliteReactions.Statements.Contains(statement))
                    Assert.StartsWith("SEARCH", steps.GetString(3), StringComparison.Ordinal);
            }
        }
    }

    /// <summary>Regression: a page of updates scanned every edited message between its cursor and the head.</summary>
    [Fact]
    public async Task A_page_takes_no_more_steps_over_more_or_edited_messages()
    {
        using var folder = new TempDirectory();
        using var store = new SqliteTestStore(folder);
        await store.Messages.MigrateAsync(CancellationToken.None);
        using var connection = new SqliteConnection($"Data Source={store.File}");
        connection.Open();
        string[] edited = ["0", "1", "sequence <= $messages / 2", "sequence % 500 <> 0"];
        var asPosted = StepsOf(connection, edited[0], room: 1, messages: 500);

        var room = 1;
        foreach (var messages in (int[])[500, 5_000, 50_000])
        {
            foreach (var which in edited)
            {
                var steps = StepsOf(connection, which, ++room, messages);
                Assert.True(
                    steps <= 2 * asPosted,
                    $"Pages over {messages} messages with {which} edited take {steps} steps; {asPosted} as posted.");
            }
        }
    }

    /// <summary>Regression: a page of the list scanned every free room, and every private room of others.</summary>
    [Fact]
    public async Task Rooms_that_are_not_listed_cost_neither_the_list_nor_the_count_of_made_rooms()
    {
        using var folder = new TempDirectory();
        using var store = new SqliteTestStore(folder);
        await store.Messages.MigrateAsync(CancellationToken.None);
        using var connection = new SqliteConnection($"Data Source={store.File}");
        connection.Open();
        FillRooms(connection, "b", count: 300);
        FillRooms(connection, "a-own-", count: 3, isPrivate: 1);
        Run(connection, $"{AddMembers} SELECT id, 'u', 'u', 'member', 1 FROM rooms WHERE is_private = 1 OR name = 'b1'");
        var before = RoomSteps(connection);

        foreach (var count in (int[])[200, 2_000, 20_000])
        {
            FillRooms(connection, $"a{count}-", count, isFree: 1);
            FillRooms(connection, $"c{count}-", count, isPrivate: 1, madeBy: "8");
            var after = RoomSteps(connection);
            Assert.True(after.List <= before.List + Page && after.Count <= before.Count + Page, $"{after}; {before} without such rooms");
        }
    }

    /// <summary>Regression: the number of members and the check of an owner's role read every member of the room.</summary>
    [Theory]
    [InlineData(200)]
    [InlineData(2_000)]
    [InlineData(20_000)]
    public async Task Statements_about_members_take_no_more_steps_with_more_members(int members)
    {
        using var folder = new TempDirectory();
        using var store = new SqliteTestStore(folder);
        await store.Messages.MigrateAsync(CancellationToken.None);
        using var connection = new SqliteConnection($"Data Source={store.File}");
        connection.Open();
        Run(connection, "INSERT INTO rooms (id, name, is_private) VALUES (1, 'room', 0)");
        Run(connection, $"""
            WITH RECURSIVE place (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM place WHERE n < {members})
            {AddMembers} SELECT 1, 'u' || n, 'name', CASE n WHEN 70 THEN 'moderator' ELSE 'member' END, n FROM place
            """);

        Assert.InRange(Steps(connection, SqliteStatements.CountMembers, 1), 1, Page);
        Assert.InRange(Steps(connection, SqliteStatements.ListMembers, 1, Page), 1, 20 * Page);
        Assert.InRange(Steps(connection, SqliteStatements.PageMembers, 1, 0, Page), 1, 20 * Page);
        Assert.InRange(Steps(connection, SqliteStatements.CountOwners, 1), 1, Page);
        Assert.InRange(Steps(connection, SqliteStatements.FindHeir, 1), 1, Page);
        Run(connection, "UPDATE members SET revision = joined_at");
        Run(connection, "INSERT INTO removals SELECT 1, joined_at, user_id, 'left', user_id, 1, name, role, NULL FROM members");
        Assert.InRange(Steps(connection, SqliteStatements.FindEnd, 1, 70), 1, Page);
        Assert.InRange(Steps(connection, SqliteStatements.ForgetMutes, 1), 1, Page);
        Assert.All(SqliteMembers.Statements, one => Assert.InRange(Steps(connection, one, 1, 100, 110, Page), 0, 20 * Page));
    }

    private static void FillRooms(
        SqliteConnection connection, string prefix, int count, int isFree = 0, int isPrivate = 0, string madeBy = "7") =>
        Run(connection, $"""
        WITH RECURSIVE place (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM place WHERE n < {count})
        INSERT INTO rooms (name, is_private, is_free, made_by) SELECT '{prefix}' || n, {isPrivate}, {isFree}, '{madeBy}' FROM place
        """);

    private static (int List, int Count) RoomSteps(SqliteConnection connection)
    {
        var list = SqliteStatements.ListRooms.Text
            .Replace("$to", "'z'", StringComparison.Ordinal)
            .Replace("$after", "''", StringComparison.Ordinal)
            .Replace("$from", "''", StringComparison.Ordinal)
            .Replace("$limit", "201", StringComparison.Ordinal)
            .Replace("$userId", "'u'", StringComparison.Ordinal);
        var count = SqliteStatements.CountMade.Text
            .Replace("$userId", "'7'", StringComparison.Ordinal)
            .Replace("$since", "1", StringComparison.Ordinal);
        return (Steps(connection, list), Steps(connection, count));
    }

    /// <summary>The steps of SQLite's virtual machine for the longest of the pages at several places of a new room.</summary>
    private static int StepsOf(SqliteConnection connection, string edited, int room, int messages)
    {
        Run(connection, $"INSERT INTO rooms (id, name, is_private, last_revision) VALUES ({room}, 'room{room}', 0, {2 * messages})");
        Run(connection, $"""
            WITH RECURSIVE place (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM place WHERE n < {messages})
            INSERT INTO messages (room_id, sequence, revision, message_id, user_id, name, text, posted_at)
            SELECT {room}, n, n, randomblob(16), 'u', 'u', 'hello', 1 FROM place
            """);
        var isEdited = edited.Replace("$messages", $"{messages}", StringComparison.Ordinal);
        Run(connection, $"UPDATE messages SET revision = sequence + {messages} WHERE room_id = {room} AND {isEdited}");
        return Places(messages).Max(place => Math.Max(
            Steps(connection, SqliteStatements.Updates, room, place, Page),
            Steps(connection, SqliteStatements.History, room, place, Page)));
    }

    private static int[] Places(int messages) => [0, messages / 2, messages, messages + messages / 4];

    private static int Steps(SqliteConnection connection, SqliteStatement statement, params int[] values) =>
        Steps(connection, statement.Text, values);

    private static int Steps(SqliteConnection connection, string statement, params int[] values)
    {
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_prepare_v2(connection.Handle, statement, out var prepared));
        using (prepared)
        {
            for (var index = 0; index < values.Length; index++)
                raw.sqlite3_bind_int64(prepared, index + 1, values[index]);
            while (raw.sqlite3_step(prepared) == raw.SQLITE_ROW)
            {
            }

            return raw.sqlite3_stmt_status(prepared, VmSteps, 0);
        }
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
