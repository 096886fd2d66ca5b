using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hosting.Library;

/// <summary>An app decides about messages and rooms.</summary>
public sealed class PolicyTests
{
    private const string Key = "key-of-the-backend";

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task A_policy_accepts_changes_or_refuses_each_message_once(string protocol)
    {
        using var data = new TempDirectory();
        var (app, asked) = await StartAsync(data);
        await using var running = app;
        await using var alice = await ConnectAsync(app, "alice", protocol);
        await alice.JoinAsync("lobby");
        var id = TestClient.NewId();

        // Together, so that the order is not that of the test.
        var plain = alice.SendAsync("lobby", "plain", id);
        var shout = alice.SendAsync("lobby", "shout");
        var slow = alice.SendAsync("lobby", "slow");
        var last = await alice.SendAsync("lobby", "last");
        var repeat = await alice.SendAsync("lobby", "plain", id);
        var refused = await Assert.ThrowsAsync<HubException>(() => alice.SendAsync("lobby", "bad"));
        var badEdit = await Assert.ThrowsAsync<HubException>(() => EditAsync("bad"));
        await EditAsync("shout");

        var sent = await Task.WhenAll(plain, shout, slow).WaitAsync(TestClient.Deadline);
        Assert.Equal([1, 2, 3, 4], sent.Append(last).Select(one => one.Sequence));
        Assert.True(repeat.Duplicate);
        Assert.EndsWith("message-rejected: Not here.", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("message-rejected: Not here.", badEdit.Message, StringComparison.Ordinal);
        Assert.Equal(["plain", "shout", "slow", "last", "bad", "bad", "shout"], asked.Drafts.Select(draft => draft.Text));
        Assert.Equal(("id-alice", "alice"), (asked.Drafts.First().UserId, asked.Drafts.First().Name));
        var stored = await alice.ReadThroughAsync(0, last.Revision + 1);
        Assert.Equal(["plain", "SHOUT", "slow", "last"], stored.DistinctBy(one => one.Sequence).Select(one => one.Text));
        Assert.Equal("SHOUT", stored[^1].Text);
        Assert.Equal("""{"by":"policy"}""", stored[1].Data);

        Task EditAsync(string text) => alice.CallAsync<ChangeMessageResult>(
            nameof(IChatHub.EditMessage), new EditMessageRequest { Room = "lobby", MessageId = id, Text = text });
    }

    [Fact]
    public async Task A_policy_decides_about_what_backends_post_and_edit()
    {
        using var data = new TempDirectory();
        var (app, asked) = await StartAsync(data);
        await using var running = app;
        using var http = new HttpClient { BaseAddress = new Uri(app.Chat, "api/v1/"), Timeout = TestClient.Deadline };
        http.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        await http.PutAsJsonAsync("rooms/lobby", new { kind = "public" });
        var path = $"rooms/lobby/messages/{TestClient.NewId()}";

        var statuses = new[]
        {
            await http.PutAsJsonAsync(path, new { userId = "bot", text = "bad" }),
            await http.PutAsJsonAsync(path, new { userId = "bot", text = "shout" }),
            await http.PutAsJsonAsync(path, new { userId = "bot", text = "bad" }),
            await http.PatchAsJsonAsync(path, new { text = "bad" }),
        }.Select(answer => answer.StatusCode);

        Assert.Equal(
            [HttpStatusCode.UnprocessableEntity, HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity], statuses);
        Assert.Contains("SHOUT", await http.GetStringAsync(path), StringComparison.Ordinal);
        Assert.Equal([("bad", false), ("shout", false), ("bad", true)], asked.Drafts.Select(draft => (draft.Text, draft.IsEdit)));
        Assert.All(asked.Drafts, draft => Assert.True(draft.IsFromBackend));
    }

    [Fact]
    public async Task An_authority_decides_who_creates_and_joins_rooms()
    {
        using var data = new TempDirectory();
        var (app, asked) = await StartAsync(data);
        await using var running = app;
        await using var alice = await ConnectAsync(app, "alice", "json");
        await using var bob = await ConnectAsync(app, "bob", "json");

        await alice.JoinAsync("lobby");
        await alice.JoinAsync("lobby");
        await AssertForbiddenAsync(() => bob.JoinAsync("lobby"));
        await AssertForbiddenAsync(() => bob.JoinAsync("new"));
        await AssertForbiddenAsync(() => bob.CallAsync<CreateRoomResult>(
            nameof(IChatHub.CreateRoom), new CreateRoomRequest
            {
                Kind = RoomKinds.Private,
                Title = "Plans",
                Data = """{"a":1}""",
                Members = ["carol"],
            }));
        await AssertForbiddenAsync(() => bob.CallAsync<OpenDirectResult>(
            nameof(IChatHub.OpenDirect), new OpenDirectRequest { UserId = "carol" }));
        var made = await alice.CallAsync<CreateRoomResult>(nameof(IChatHub.CreateRoom), new CreateRoomRequest { Kind = RoomKinds.Private });
        await AssertForbiddenAsync(() => alice.CallAsync<AddMemberResult>(
            nameof(IChatHub.AddMember), new AddMemberRequest { Room = made.Room, UserId = "id-bob" }));
        await AssertForbiddenAsync(() => bob.JoinAsync(made.Room), ChatErrorCodes.RoomNotFound);

        Assert.Equal(
            [
                "id-alice creates lobby", "id-alice joins lobby", "id-bob joins lobby", "id-bob creates new",
                """id-bob creates Plans{"a":1} with carol""", "id-bob creates direct with carol", "id-alice creates ",
                "id-bob joins room by id-alice",
            ],
            asked.Rooms.Select(one => one.Replace(made.Room, "room", StringComparison.Ordinal)));
    }

    private static async Task AssertForbiddenAsync(Func<Task> call, string code = ChatErrorCodes.Forbidden)
    {
        var refused = await Assert.ThrowsAsync<HubException>(call);
        Assert.Contains($"{code}: ", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<(SomebodysApp App, Asked Asked)> StartAsync(TempDirectory data)
    {
        var builder = EmbeddedTests.WithChat(
            data,
            new()
            {
                ["Api:Keys:backend:Sha256"] = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key))),
                ["Api:Keys:backend:Scopes"] = "rooms, messages",
            },
            chat => chat.UseAppAuthentication().UseMessagePolicy<TestPolicy>().UseRoomAuthority<TestAuthority>());
        var asked = new Asked();
        builder.Services.AddSingleton(asked);
        return (await SomebodysApp.StartAsync(builder), asked);
    }

    private static Task<TestClient> ConnectAsync(SomebodysApp app, string name, string protocol) =>
        TestClient.ConnectAsync(app.Url, new() { AccessToken = $"theirs-{name}" }, protocol, prefix: "/chat");

    private sealed class Asked
    {
        public ConcurrentQueue<MessageDraft> Drafts { get; } = [];

        public ConcurrentQueue<string> Rooms { get; } = [];
    }

    private sealed class TestPolicy(Asked asked) : IMessagePolicy
    {
        public async ValueTask<MessageDecision> DecideAsync(MessageDraft draft, CancellationToken cancellationToken)
        {
            asked.Drafts.Enqueue(draft);
            if (draft.Text == "slow")
                await Task.Yield();
            return draft.Text switch
            {
                "bad" => MessageDecision.Refuse("Not here."),
                "shout" => MessageDecision.Change("SHOUT", """{"by":"policy"}"""),
                _ => MessageDecision.Accept,
            };
        }
    }

    private sealed class TestAuthority(Asked asked) : IRoomAuthority
    {
        public ValueTask<bool> MayCreateAsync(RoomCreationRequest room, CancellationToken cancellationToken)
        {
            var name = room.Kind == RoomKinds.Direct ? "direct" : $"{room.Room}{room.Title}{room.Data}";
            asked.Rooms.Enqueue($"{room.UserId} creates {name}{(room.Members.Count > 0 ? " with " : "")}{string.Join(',', room.Members)}");
            return ValueTask.FromResult(room.UserId == "id-alice");
        }

        public ValueTask<bool> MayJoinAsync(RoomJoinRequest join, CancellationToken cancellationToken)
        {
            asked.Rooms.Enqueue($"{join.UserId} joins {join.Room}{(join.AddedBy is null ? "" : " by ")}{join.AddedBy}");
            return ValueTask.FromResult(join.UserId == "id-alice");
        }
    }
}
