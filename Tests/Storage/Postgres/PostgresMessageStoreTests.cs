using Npgsql;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage.Postgres;

[Collection(SharedPostgres.Name)]
public sealed class PostgresMessageStoreTests(PostgresFixture fixture) : MessageStoreConformance, IDisposable
{
    private const string DropInbox =
        """
        DROP TABLE mentions, read_cursors, inbox_entries, inboxes;
        ALTER TABLE rooms DROP COLUMN message_count, DROP COLUMN last_message;
        ALTER TABLE messages DROP COLUMN ordinal;
        """;

    private string _connection = "";
    private PostgresTestStore _store = null!;

    private protected override IMessageStore Messages => _store.Messages;

    private protected override IRoomStore Rooms => _store.Rooms;

    private protected override IServerStore Server => _store.Server;

    private protected override IUserStore Users => _store.Users;

    private protected override IEventStore Events => _store.Events;

    private protected override IInboxStore Inbox => _store.Inbox;

    private protected override string WithoutInbox =>
        $"""
        {DropInbox}
        DELETE FROM schema_versions WHERE scriptname LIKE '0027-%'
        """;

    private protected override string WithoutMemberCount =>
        """
        DROP FUNCTION count_members() CASCADE;
        ALTER TABLE rooms DROP COLUMN member_count;
        DELETE FROM schema_versions WHERE scriptname LIKE '0017-%'
        """;

    private protected override string WithoutEntities =>
        $"""
        DROP TABLE event_readers, event_places;
        {DropInbox}
        DROP TABLE reactions, message_reactions, blocks, reports, users, users_head;
        ALTER TABLE messages DROP COLUMN kind, DROP COLUMN data, DROP COLUMN mentions, DROP COLUMN deleted_by;
        ALTER TABLE messages DROP COLUMN event;
        ALTER TABLE rooms DROP COLUMN is_direct, DROP COLUMN title, DROP COLUMN data, DROP COLUMN announce;
        ALTER TABLE rooms DROP COLUMN posting, DROP COLUMN slow_mode_seconds, DROP COLUMN max_members, DROP COLUMN typing;
        ALTER TABLE rooms DROP COLUMN presence, DROP COLUMN retention_days, DROP COLUMN archived_at, DROP COLUMN floor;
        ALTER TABLE rooms DROP COLUMN info_revision;
        ALTER TABLE members DROP COLUMN muted_until, DROP COLUMN last_post_at, DROP COLUMN revision;
        ALTER TABLE removals DROP COLUMN name, DROP COLUMN role, DROP COLUMN muted_until;
        DELETE FROM schema_versions WHERE scriptname >= '0019'
        """;

    private protected override string WithoutKeptMutes =>
        $"""
        DROP TABLE event_readers, event_places;
        {DropInbox}
        ALTER TABLE removals DROP COLUMN muted_until;
        DROP INDEX users_banned;
        ALTER TABLE users DROP COLUMN ended_before;
        DELETE FROM schema_versions WHERE scriptname >= '0023'
        """;

    private protected override Task<string[]> StatementsAsync(Func<Task> work) => PostgresTrace.RunAsync(work);

    /// <summary>Regression: a room that is older than its count had no limit until its members were listed.</summary>
    [Fact]
    public async Task A_room_that_was_not_counted_takes_no_more_members_than_it_may()
    {
        await CommitAsync([Join("alice"), Join("bob")]);
        await RunAsync("UPDATE rooms SET member_count = NULL");
        var limits = new MembershipLimits(RoomsPerUser: 10, MembersPerRoom: 2);

        await RefusedAsync(ChatErrorCodes.RoomFull, Join("carol") with { Limits = limits });

        await CommitAsync(Leave("bob"));
        Assert.Null((await CommitAsync(Join("carol") with { Limits = limits })).RefusalCode);
    }

    /// <summary>Regression: settings from after the head were in a snapshot, also of a user who had been removed before them.</summary>
    [Fact]
    public async Task The_settings_of_a_snapshot_are_no_newer_than_its_head()
    {
        await CommitAsync([Join("alice"), Post("alice", NewId())]);
        await using var lockers = new NpgsqlConnection(_connection);
        await lockers.OpenAsync();
        await using (var hold = new NpgsqlCommand("BEGIN; LOCK TABLE message_reactions IN ACCESS EXCLUSIVE MODE", lockers))
            await hold.ExecuteNonQueryAsync();

        var reading = HistoryAsync(null, 10);
        await using var waits = new NpgsqlCommand(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'message_reactions'::regclass AND NOT granted)", lockers);
        await Eventually.TrueAsync(() => (bool)waits.ExecuteScalar()!, "the reading that waits for the reactions");
        await CommitAsync(new SetRoomCommand(Lobby, User("alice")) { Title = "Later" });
        await using (var release = new NpgsqlCommand("ROLLBACK", lockers))
            await release.ExecuteNonQueryAsync();

        var page = await reading;
        Assert.Equal((1, 0), (page.Head, page.Info!.Revision));
    }

    public override async Task InitializeAsync()
    {
        _connection = await fixture.Server.NewDatabaseAsync();
        _store = new(_connection);
        await Messages.MigrateAsync(Cancel);
    }

    private protected override Task RunAsync(string sql) =>
        fixture.Server.RunAsync(sql, new NpgsqlConnectionStringBuilder(_connection).Database!);

    public override Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _store.Dispose();
}
