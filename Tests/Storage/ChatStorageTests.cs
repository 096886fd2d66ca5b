using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Services.Storage;

namespace SignalRChat.Tests.Storage;

public sealed class ChatStorageTests : IDisposable
{
    private const string Unreadable =
        "ConnectionStrings:Postgres cannot be read; expected the form Host=…;Database=…;Username=…;Password=…, "
        + "with quotes around a value that holds a semicolon.";

    private readonly TempDirectory _root = new();

    private static CancellationToken Cancel => CancellationToken.None;

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task At_start_the_schema_is_there_and_the_private_rooms_are_provisioned()
    {
        using var host = Host("""{ "Chat": { "PrivateRooms": { "staff": [ "alice", "bob" ] } } }""");

        await host.StartAsync();

        var rooms = host.Services.GetRequiredService<IRoomStore>();
        Assert.Equal(RoomRoles.Owner, (await rooms.FindMemberAsync("staff", "alice", Cancel))?.Member.Role);
        Assert.Equal(RoomRoles.Member, (await rooms.FindMemberAsync("staff", "bob", Cancel))?.Member.Role);
        Assert.True(Assert.Single((await rooms.ReadRoomsAsync("bob", null, null, 10, Cancel)).Rooms).IsPrivate);
        Assert.NotEmpty((await host.Services.GetRequiredService<IMessageStore>().ReadHeadsAsync([], Cancel)).Epoch);
    }

    [Fact]
    public async Task A_second_host_on_the_same_folder_does_not_start()
    {
        using var first = Host("{}");
        using var second = Host("{}");
        await first.StartAsync();

        Assert.Contains("which another server uses", await RefusalAsync(second), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_private_room_whose_name_a_user_has_taken_is_warned_of_and_the_others_are_made()
    {
        using (var first = Host("{}"))
        {
            await first.StartAsync();
            var alice = new ChatUser { UserId = "alice", Name = "Alice" };
            await first.Services.GetRequiredService<IMessageStore>().CommitAsync([new JoinCommand("staff", alice)], 1, Cancel);
        }

        using var second = Host("""{ "Chat": { "PrivateRooms": { "staff": [ "bob" ], "vault": [ "bob" ] } } }""");
        await second.StartAsync();

        var warning = Assert.Single(second.Services.GetFakeLogCollector().GetSnapshot(), record => record.Level == LogLevel.Warning);
        Assert.Equal(3113, warning.Id.Id);
        Assert.Matches("^[^.]*Chat:PrivateRooms:staff[^.]*: configure another name[^.]*\\.$", warning.Message);
        var rooms = second.Services.GetRequiredService<IRoomStore>();
        Assert.Null(await rooms.FindMemberAsync("staff", "bob", Cancel));
        Assert.Equal(RoomRoles.Owner, (await rooms.FindMemberAsync("vault", "bob", Cancel))?.Member.Role);
    }

    [Theory]
    [InlineData("""{ "Storage": { "DataDirectory": " " } }""", "Storage:DataDirectory is empty; expected the path of a folder.")]
    [InlineData(
        """{ "Chat": { "PrivateRooms": { "Staff": [ "alice" ] } } }""",
        "Chat:PrivateRooms:Staff is not a room name; expected the form ^[a-z0-9][a-z0-9._-]{0,63}$.")]
    [InlineData(
        """{ "Chat": { "PrivateRooms": { "staff": [] } } }""",
        "Chat:PrivateRooms:staff is empty; expected the id of at least one member.")]
    [InlineData(
        """{ "Chat": { "PrivateRooms": { "staff": "" } } }""",
        "Chat:PrivateRooms:staff is empty; expected the id of at least one member.")]
    [InlineData(
        """{ "Chat": { "PrivateRooms": { "staff": [ "a", " " ] } } }""",
        "Chat:PrivateRooms:staff contains an empty member; expected user ids.")]
    [InlineData(
        """{ "ConnectionStrings": { "Redis": "127.0.0.1:6379" } }""",
        "ConnectionStrings:Redis is set and ConnectionStrings:Postgres is not; "
        + "expected both, because nodes need one database, or neither for a single node.")]
    [InlineData(
        """{ "ConnectionStrings": { "Postgres": " " } }""",
        "ConnectionStrings:Postgres is empty; expected a connection string, or no such key for SQLite.")]
    [InlineData("""{ "ConnectionStrings": { "Postgres": "postgres://chat:sesame@db/chat" } }""", Unreadable)]
    [InlineData("""{ "ConnectionStrings": { "Postgres": "Host=db;Password=open;sesame" } }""", Unreadable)]
    [InlineData("""{ "ConnectionStrings": { "Postgres": "Host=db;Password=open;ses=ame" } }""", Unreadable)]
    [InlineData("""{ "ConnectionStrings": { "Postgres": "Host=db;Port=sesame" } }""", Unreadable)]
    [InlineData("""{ "ConnectionStrings": { "Postgres": "Database=chat;Password=sesame" } }""", Unreadable)]
    [InlineData(
        """{ "ConnectionStrings": { "Postgres": "Host=db" }, "Storage": { "Postgres": """
        + """{ "IdleInTransactionTimeout": "00:00:06", "LockTimeout": "00:00:08" } } }""",
        "Storage:Postgres:IdleInTransactionTimeout is 00:00:06; expected 00:00:00.1000000 to 00:00:05.")]
    [InlineData(
        """{ "ConnectionStrings": { "Postgres": "Host=db" }, "Storage": { "Postgres": { "LockTimeout": "00:00:03" } } }""",
        "Storage:Postgres:LockTimeout is 00:00:03; expected more than IdleInTransactionTimeout (00:00:03).")]
    [InlineData(
        """{ "ConnectionStrings": { "Postgres": "Host=db" }, "Storage": { "Postgres": { "LockTimeout": "00:00:11" } } }""",
        "Storage:Postgres:LockTimeout is 00:00:11; expected at most StatementTimeout (00:00:10).")]
    public async Task A_wrong_setting_stops_the_start_with_a_sentence_that_names_it(string settings, string sentence)
    {
        using var host = Host(settings);
        Assert.Equal(sentence, await RefusalAsync(host));
        Assert.Empty(Directory.GetFileSystemEntries(_root.Path));
    }

    private static async Task<string> RefusalAsync(IHost host) =>
        (await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync())).Message;

    private IHost Host(string settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new() { ContentRootPath = _root.Path });
        builder.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(settings)));
        builder.Services.AddLogging(logging => logging.ClearProviders().AddFakeLogging());
        builder.Services.AddChatStorage(builder.Configuration);
        return builder.Build();
    }
}
