using SignalRChat.Contracts;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Storage;

/// <summary>
/// The requirements for every store. This class does not know which database is behind it. Its parts mirror the uses of a room.
/// </summary>
public abstract partial class MessageStoreConformance : IAsyncLifetime
{
    private protected const string Lobby = "lobby";
    private protected const long Now = 1_800_000_000_000;

    private protected abstract IMessageStore Messages { get; }

    private protected abstract IRoomStore Rooms { get; }

    private protected abstract IServerStore Server { get; }

    private protected abstract IUserStore Users { get; }

    private protected abstract IEventStore Events { get; }

    private protected static CancellationToken Cancel => CancellationToken.None;

    /// <summary>Runs SQL beside the store, as another program or an older version of the server would.</summary>
    private protected abstract Task RunAsync(string sql);

    /// <summary>The statements that the database receives, without their values.</summary>
    private protected abstract Task<string[]> StatementsAsync(Func<Task> work);

    /// <summary>Creates an empty store with its schema.</summary>
    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    private protected static string NewId() => Guid.NewGuid().ToString();

    private protected static ChatUser User(string id) => new() { UserId = id, Name = $"The {id}" };

    private protected static JoinCommand Join(string user, string room = Lobby) => new(room, User(user));

    private protected static LeaveCommand Leave(string user, string room = Lobby) => new(room, User(user));

    private protected static KickCommand Kick(string user, string target, string room = Lobby) => new(room, User(user), target);

    private protected static BanCommand Ban(string user, string target, string room = Lobby) => new(room, User(user), target);

    private protected static UnbanCommand Unban(string user, string target, string room = Lobby) => new(room, User(user), target);

    private protected static SetRoleCommand SetRole(string user, string target, string role, string room = Lobby) =>
        new(room, User(user), target, role);

    private protected static PostCommand Post(string user, string id, string text = "hello", string room = Lobby, string? replyTo = null) =>
        new(room, User(user), id, text, replyTo);

    private protected static EditCommand Edit(string user, string id, string text, string room = Lobby) => new(room, User(user), id, text);

    private protected static DeleteCommand Delete(string user, string id, string room = Lobby) => new(room, User(user), id);

    private protected Task<BatchResult> CommitAsync(params RoomCommand[] batch) => Messages.CommitAsync(batch, Now, Cancel);

    private protected async Task<RoomCommandResult> CommitAsync(RoomCommand command, long now = Now) =>
        Assert.Single((await Messages.CommitAsync([command], now, Cancel)).Results);

    /// <summary>Commits a batch of one command that must be rejected, and checks that the room receives nothing.</summary>
    private protected async Task RefusedAsync(string code, RoomCommand command, long now = Now)
    {
        var batch = await Messages.CommitAsync([command], now, Cancel);
        Assert.Equal(new() { RefusalCode = code }, Assert.Single(batch.Results));
        Assert.Empty(batch.Updates);
    }

    /// <summary>SQL that makes the database one of the version before the count of members.</summary>
    private protected abstract string WithoutMemberCount { get; }

    private protected async Task<string> PostedAsync(string user, string text = "hello", string room = Lobby)
    {
        var id = NewId();
        Assert.Null((await CommitAsync(Post(user, id, text, room))).RefusalCode);
        return id;
    }

    /// <summary>Creates a room in which the user posted <c>1</c> to <c>count</c>, in one batch.</summary>
    private protected async Task<string[]> FilledAsync(int count, string user = "alice", string room = Lobby)
    {
        var ids = Enumerable.Range(0, count).Select(_ => NewId()).ToArray();
        RoomCommand[] posts = [.. ids.Select((id, index) => Post(user, id, $"{index + 1}", room))];
        await CommitAsync([Join(user, room), .. posts]);
        return ids;
    }

    private protected Task<UpdatePage> UpdatesAsync(long after = 0, int limit = 100, string room = Lobby) =>
        Messages.ReadUpdatesAsync(room, after, limit, Cancel);

    private protected async Task<HistoryPage> HistoryAsync(long? before, int limit, string user = "alice", string room = Lobby) =>
        (await Messages.ReadHistoryAsync(room, user, before, limit, Cancel))!.Value;

    private protected async Task<long> HeadAsync(string room = Lobby) =>
        Assert.Single((await Messages.ReadHeadsAsync([room], Cancel)).Revisions);

    private protected Task<string> EpochAsync() => EpochAsync(Messages);

    private protected static async Task<string> EpochAsync(IMessageStore store) => (await store.ReadHeadsAsync([], Cancel)).Epoch;
}
