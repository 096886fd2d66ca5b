using SignalRChat.Client;
using SignalRChat.Contracts;
using SignalRChat.Tests.Client.Support;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Client;

/// <summary>The client against the complete server.</summary>
public sealed class EndToEndTests : IDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(20);

    private readonly ChatServer _server = new();

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData(ChatProtocol.Json)]
    [InlineData(ChatProtocol.MessagePack)]
    public async Task Two_people_talk_edit_and_delete(ChatProtocol protocol)
    {
        await using var alice = await ConnectAsync("alice", protocol);
        await using var bob = await ConnectAsync("bob", protocol);
        await alice.Chat.JoinAsync("lobby").WaitAsync(_deadline);
        await bob.Chat.JoinAsync("lobby").WaitAsync(_deadline);

        var first = await alice.Chat.SendAsync("lobby", "one").WaitAsync(_deadline);
        var second = await alice.Chat.SendAsync("lobby", "two").WaitAsync(_deadline);
        await alice.Chat.EditAsync("lobby", first.MessageId, "uno").WaitAsync(_deadline);
        await alice.Chat.DeleteAsync("lobby", second.MessageId).WaitAsync(_deadline);

        await bob.UntilAsync(() => bob.Revisions.Contains(4));
        Assert.Equal(["uno", ""], bob.Messages.Values.OrderBy(message => message.Sequence).Select(message => message.Text));
        Assert.Equal(bob.Revisions.Order(), bob.Revisions);
    }

    [Theory]
    [InlineData(ChatProtocol.Json)]
    [InlineData(ChatProtocol.MessagePack)]
    public async Task Data_mentions_and_reactions_reach_the_app_live_and_after_a_restart(ChatProtocol protocol)
    {
        const string Data = """{"order":7}""";
        await using var alice = await ConnectAsync("alice", protocol);
        await using var bob = await ConnectAsync("bob", protocol);
        await alice.Chat.JoinAsync("lobby").WaitAsync(_deadline);
        var epoch = (await bob.Chat.JoinAsync("lobby").WaitAsync(_deadline)).Epoch;

        var sent = await alice.Chat.SendMessageAsync("lobby", new OutgoingMessage { Text = "one", Data = Data, Mentions = ["bob"] });
        var reacted = await alice.Chat.ReactAsync("lobby", sent.MessageId, "👍").WaitAsync(_deadline);
        var refused = await Assert.ThrowsAsync<ChatRefusedException>(
            () => alice.Chat.SendMessageAsync("lobby", new OutgoingMessage { Text = "one", Data = "[" }));

        await bob.UntilAsync(() => bob.Changes.Any(changes => changes.Cursor.Revision == 2));
        await using var carol = await ConnectAsync("carol", protocol);
        await carol.Chat.JoinAsync("lobby", after: 0, epoch).WaitAsync(_deadline);
        await carol.UntilAsync(() => carol.Changes.Any(changes => changes.IsCatchUp));
        var history = await carol.Chat.GetHistoryAsync("lobby").WaitAsync(_deadline);
        Assert.Equal(2, reacted.Revision);
        Assert.Equal(ChatErrorCodes.InvalidArgument, refused.Code);
        List<RoomChanges> heard = [.. bob.Changes, .. carol.Changes];
        Assert.All(heard.SelectMany(changes => changes.Messages), message => Assert.Equal(Data, message.Data));
        Assert.Equal(["bob"], heard[^1].Messages[0].Mentions!);
        Assert.Equal([2, 2, 2], heard.SelectMany(changes => changes.Reactions).Concat(history.Reactions!).Select(one => one.Revision));
    }

    [Fact]
    public async Task A_kept_cursor_gets_every_change_in_pages_and_once()
    {
        await using var writer = await ConnectAsync("writer");
        await writer.Chat.JoinAsync("lobby").WaitAsync(_deadline);
        await Task.WhenAll(Enumerable.Range(1, 450).Select(n => writer.Chat.SendAsync("lobby", $"{n}"))).WaitAsync(_deadline);

        await using var reader = await ConnectAsync("reader");
        await reader.Chat.JoinAsync("lobby", after: 0).WaitAsync(_deadline);

        await reader.UntilAsync(() => reader.Revisions.Count >= 450);
        Assert.Equal(Enumerable.Range(1, 450).Select(n => (long)n), reader.Revisions);
        Assert.Empty(reader.Resets);
    }

    /// <summary>
    /// Regression: if an operator set pages smaller than 200, the server rejected every client's GetUpdates (which asks for
    /// 200) as invalid-argument. So a client that had to catch up by more than one page lost the room for good.
    /// </summary>
    [Fact]
    public async Task Pages_may_be_set_smaller_than_what_clients_ask_for()
    {
        using var server = new ChatServer(new()
        {
            ["Chat:Limits:CatchUpPageSize"] = "10",
            ["Chat:Limits:PageSize"] = "10",
            ["Chat:Feed:RingSize"] = "0",
        });
        await using var writer = await ConnectAsync("writer", server: server);
        await writer.Chat.JoinAsync("lobby").WaitAsync(_deadline);
        await Task.WhenAll(Enumerable.Range(1, 45).Select(n => writer.Chat.SendAsync("lobby", $"{n}"))).WaitAsync(_deadline);

        await using var reader = await ConnectAsync("reader", server: server);
        await reader.Chat.JoinAsync("lobby", after: 0).WaitAsync(_deadline);

        await reader.UntilAsync(() => reader.Revisions.Count >= 45 || !reader.Refusals.IsEmpty);
        Assert.Empty(reader.Refusals);
        Assert.Equal(Enumerable.Range(1, 45).Select(n => (long)n), reader.Revisions);
        var history = await reader.Chat.GetHistoryAsync("lobby", limit: ChatLimits.PageSize);
        Assert.Equal((10, true), (history.Messages.Length, history.HasMore));
        Assert.Single((await reader.Chat.ListRoomsAsync()).Rooms);
    }

    [Fact]
    public async Task A_refusal_carries_its_code()
    {
        await using var alice = await ConnectAsync("alice");

        Assert.Equal(ChatErrorCodes.RoomNotFound, (await RefusedAsync(() => alice.Chat.SendAsync("lobby", "text"))).Code);
        Assert.Equal(ChatErrorCodes.InvalidArgument, (await RefusedAsync(() => alice.Chat.JoinAsync("No Such Room"))).Code);
    }

    [Fact]
    public async Task A_room_that_was_left_says_so()
    {
        await using var alice = await ConnectAsync("alice");
        await alice.Chat.JoinAsync("lobby").WaitAsync(_deadline);

        await alice.Chat.LeaveAsync("lobby").WaitAsync(_deadline);

        await alice.UntilAsync(() => alice.Removals.Count == 1);
        Assert.Equal(RoomRemovalCodes.Left, alice.Removals.Single().Code);
    }

    [Fact]
    public async Task A_kicked_user_receives_the_reason_and_joins_anew()
    {
        await using var alice = await ConnectAsync("alice");
        await using var bob = await ConnectAsync("bob", ChatProtocol.MessagePack);
        await alice.Chat.JoinAsync("lobby").WaitAsync(_deadline);
        await bob.Chat.JoinAsync("lobby").WaitAsync(_deadline);
        var members = await alice.Chat.GetMembersAsync("lobby").WaitAsync(_deadline);

        await alice.Chat.KickAsync("lobby", members.Members.Single(member => member.Name == "bob").UserId).WaitAsync(_deadline);
        await alice.Chat.SendAsync("lobby", "gone?").WaitAsync(_deadline);

        await bob.UntilAsync(() => bob.Removals.Count == 1);
        Assert.Equal(RoomRemovalCodes.Kicked, bob.Removals.Single().Code);
        Assert.Empty(bob.Revisions);
        await alice.UntilAsync(() => alice.Changes.Sum(changes => changes.Members.Count) == 1);
        var member = alice.Changes.SelectMany(changes => changes.Members).Single();
        Assert.Equal(("bob", RoomRemovalCodes.Kicked, 1), (member.Name, member.Left, member.Revision));
        Assert.Equal(new RoomInfo(), alice.Resets.Single().Info);
        Assert.Equal(3, (await bob.Chat.JoinAsync("lobby").WaitAsync(_deadline)).Head);
    }

    [Fact]
    public async Task A_user_kicked_while_away_is_not_a_member_again_by_coming_back()
    {
        await using var alice = await ConnectAsync("alice");
        await alice.Chat.JoinAsync("lobby").WaitAsync(_deadline);
        using var folder = new TempDirectory();
        using var store = new FileChatStore(folder);
        var guest = await _server.GuestAsync("bob");
        var options = new ChatClientOptions
        {
            Url = _server.Url,
            CursorStore = store,
            AccessTokenProvider = _ => Task.FromResult<string?>(guest.AccessToken),
        };
        await using (var before = new AppClient(options))
        {
            await before.Chat.ConnectAsync().WaitAsync(_deadline);
            await before.Chat.JoinAsync("lobby").WaitAsync(_deadline);
        }
        await alice.Chat.KickAsync("lobby", guest.UserId).WaitAsync(_deadline);
        await using var bob = new AppClient(options);
        await bob.Chat.ConnectAsync().WaitAsync(_deadline);

        Assert.Equal(ChatErrorCodes.NotAMember, (await RefusedAsync(() => bob.Chat.JoinAsync("lobby"))).Code);

        Assert.Equal(RoomRoles.Member, (await bob.Chat.JoinAsync("lobby").WaitAsync(_deadline)).Role);
        await alice.Chat.BanAsync("lobby", guest.UserId).WaitAsync(_deadline);
        await bob.UntilAsync(() => bob.Removals.Count == 1);
        Assert.Equal(ChatErrorCodes.Banned, (await RefusedAsync(() => bob.Chat.JoinAsync("lobby"))).Code);
        await alice.Chat.UnbanAsync("lobby", guest.UserId).WaitAsync(_deadline);
        await bob.Chat.JoinAsync("lobby").WaitAsync(_deadline);
        await alice.Chat.SetRoleAsync("lobby", guest.UserId, RoomRoles.Moderator).WaitAsync(_deadline);
        Assert.Equal(RoomRoles.Moderator, (await bob.Chat.JoinAsync("lobby").WaitAsync(_deadline)).Role);
    }

    [Fact]
    public async Task A_token_of_an_unknown_issuer_is_refused_for_good()
    {
        await using var client = new AppClient(
            new() { Url = _server.Url, AccessTokenProvider = _ => Task.FromResult<string?>("not a token") });

        await Assert.ThrowsAsync<ChatAuthenticationException>(() => client.Chat.ConnectAsync().WaitAsync(_deadline));
    }

    [Fact]
    public async Task Lists_and_members_are_answered()
    {
        await using var alice = await ConnectAsync("alice");
        await alice.Chat.JoinAsync("lobby").WaitAsync(_deadline);
        await alice.Chat.SendAsync("lobby", "text").WaitAsync(_deadline);
        await alice.Chat.StartTypingAsync("lobby").WaitAsync(_deadline);
        await alice.Chat.StopTypingAsync("lobby").WaitAsync(_deadline);

        Assert.Equal("lobby", Assert.Single((await alice.Chat.ListRoomsAsync()).Rooms).Room);
        Assert.Equal("alice", Assert.Single((await alice.Chat.GetMembersAsync("lobby")).Members).Name);
        Assert.Equal("text", Assert.Single((await alice.Chat.GetHistoryAsync("lobby")).Messages).Text);
    }

    [Theory]
    [InlineData(ChatProtocol.Json)]
    [InlineData(ChatProtocol.MessagePack)]
    public async Task Two_devices_of_a_user_show_the_same_inbox(ChatProtocol protocol)
    {
        var alice = await _server.GuestAsync("alice");
        await using var phone = await ConnectAsync(alice, protocol);
        await using var laptop = await ConnectAsync(alice, protocol);
        await using var bob = await ConnectAsync("bob", protocol);
        await Task.WhenAll(phone.Chat.Inbox.FollowAsync(), laptop.Chat.Inbox.FollowAsync()).WaitAsync(_deadline);
        await phone.Chat.JoinAsync("garden").WaitAsync(_deadline);
        await bob.Chat.JoinAsync("garden").WaitAsync(_deadline);
        string Seen(AppClient device) => device.Inbox.TryGetValue("garden", out var entry)
            ? $"{entry.Unread} unread, {entry.Mentions} mentions, last {entry.LastMessage?.Text}" : "";

        await bob.Chat.SendAsync("garden", "one").WaitAsync(_deadline);
        await bob.Chat.SendMessageAsync("garden", new() { Text = "two", Mentions = [alice.UserId] }).WaitAsync(_deadline);
        foreach (var device in new[] { phone, laptop })
            await device.UntilAsync(() => Seen(device) == "2 unread, 1 mentions, last two");

        await laptop.Chat.Inbox.MarkReadAsync("garden", laptop.Inbox["garden"].LastMessage!.Sequence).WaitAsync(_deadline);
        await phone.UntilAsync(() => Seen(phone) == "0 unread, 0 mentions, last two");
        await phone.Chat.SendAsync("garden", "three").WaitAsync(_deadline);
        await laptop.UntilAsync(() => Seen(laptop) == "0 unread, 0 mentions, last three");
        var cursors = await bob.Chat.Inbox.GetReadCursorsAsync("garden").WaitAsync(_deadline);
        Assert.Contains(cursors.Cursors, cursor => cursor.UserId == alice.UserId);

        await phone.Chat.UnsubscribeAsync("garden").WaitAsync(_deadline);
        var received = phone.Changes.Count;
        await bob.Chat.SendAsync("garden", "four").WaitAsync(_deadline);
        await phone.UntilAsync(() => Seen(phone) == "1 unread, 0 mentions, last four");
        Assert.Equal(received, phone.Changes.Count);
        await phone.Chat.JoinAsync("garden").WaitAsync(_deadline);
        await phone.UntilAsync(() => phone.Messages.Values.Any(message => message.Text == "four"));
        Assert.All(new[] { phone, laptop }, device => Assert.Null(device.WrongInbox));

        var bobsId = phone.Messages.Values.First(message => message.Text == "four").UserId;
        await laptop.Chat.BlockAsync(bobsId).WaitAsync(_deadline);
        Assert.Equal(bobsId, Assert.Single((await phone.Chat.ListBlocksAsync().WaitAsync(_deadline)).Blocks).UserId);
    }

    private static Task<ChatRefusedException> RefusedAsync(Func<Task> call) =>
        Assert.ThrowsAsync<ChatRefusedException>(() => call().WaitAsync(_deadline));

    private async Task<AppClient> ConnectAsync(string name, ChatProtocol protocol = ChatProtocol.Json, ChatServer? server = null)
    {
        server ??= _server;
        return await ConnectAsync(await server.GuestAsync(name), protocol, server);
    }

    private async Task<AppClient> ConnectAsync(GuestTokenResult guest, ChatProtocol protocol, ChatServer? server = null)
    {
        var token = Task.FromResult<string?>(guest.AccessToken);
        var client = new AppClient(
            new() { Url = (server ?? _server).Url, Protocol = protocol, AccessTokenProvider = _ => token });
        await client.Chat.ConnectAsync().WaitAsync(_deadline);
        return client;
    }
}
