using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>The error that a caller receives for a failed call, on both protocols.</summary>
public sealed partial class ErrorTests : IDisposable
{
    private const string Room = "lobby";

    private readonly ChatServer _server = new(
        new() { ["Chat:Limits:TextLength"] = "10", ["Chat:Commit:QueueCapacity"] = "1", ["Chat:Commit:RetryAfter"] = "00:00:00.250" },
        services =>
        {
            HookedStore.Register(services);
            ServerLog.Collect(services);
        });

    public static TheoryData<string> Protocols => ["json", "messagepack"];

    public void Dispose() => _server.Dispose();

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task An_unknown_method(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);

        Assert.StartsWith("unknown-method: ", await RefusalAsync(() => alice.CallAsync("DropTables", new { })), StringComparison.Ordinal);
        await alice.JoinAsync(Room);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task An_argument_that_is_missing_or_one_too_many_or_null(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);
        Task Invoke(object?[] arguments) => alice.Connection.InvokeCoreAsync(nameof(IChatHub.JoinRoom), typeof(object), arguments);

        Assert.StartsWith("invalid-argument: ", await RefusalAsync(() => Invoke([])), StringComparison.Ordinal);
        Assert.StartsWith(
            "invalid-argument: ", await RefusalAsync(() => Invoke([new JoinRoomRequest { Room = Room }, 2])), StringComparison.Ordinal);
        Assert.StartsWith("invalid-argument: ", await RefusalAsync(() => Invoke([null])), StringComparison.Ordinal);
        await alice.JoinAsync(Room);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task An_argument_of_the_wrong_type(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);
        object[] wrong =
        [
            "text",
            7,
            new Dictionary<string, object> { ["room"] = 7 },
            new Dictionary<string, object> { ["room"] = Room, ["after"] = "x" },
        ];
        foreach (var argument in wrong)
        {
            var refusal = await RefusalAsync(() => alice.CallAsync(nameof(IChatHub.JoinRoom), argument));
            Assert.StartsWith("invalid-argument: ", refusal, StringComparison.Ordinal);
        }
        await alice.JoinAsync(Room);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_text_over_the_limit(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);
        await alice.JoinAsync(Room);

        var refusal = await RefusalAsync(() => alice.SendAsync(Room, new string('x', 11)));
        Assert.Equal("text-too-long: The text has 11 characters; the limit is 10.", refusal);
        Assert.Equal(1, (await alice.SendAsync(Room, new string('x', 10))).Sequence);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_text_that_shows_nothing(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);
        await alice.JoinAsync(Room);
        var id = TestClient.NewId();
        await alice.SendAsync(Room, "seen", id);

        foreach (var text in new[] { "\u200B", "\uFEFF", "\u202E", "\a", " \u3164\n", "\u2800", "\uFE0F\u034F" })
        {
            var edit = new EditMessageRequest { Room = Room, MessageId = id, Text = text };
            string[] refusals =
            [
                await RefusalAsync(() => alice.SendAsync(Room, text)),
                await RefusalAsync(() => alice.CallAsync(nameof(IChatHub.EditMessage), edit)),
            ];
            Assert.All(
                refusals,
                refusal => Assert.StartsWith("invalid-argument: text must contain a visible character", refusal, StringComparison.Ordinal));
        }
        Assert.Equal(2, (await alice.SendAsync(Room, "\u200Bseen\a")).Sequence);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_defect_is_answered_with_a_trace_id_and_logged_with_its_stack(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);
        await alice.JoinAsync(Room);
        _server.Get<HookedStore>().BeforeRead = () => throw new InvalidOperationException("the inner secret");

        var request = new GetHistoryRequest { Room = Room, Limit = 1 };
        var refusal = await RefusalAsync(() => alice.CallAsync<GetHistoryResult>(nameof(IChatHub.GetHistory), request));

        var traceId = TraceId().Match(refusal).Groups["id"].Value;
        Assert.NotEmpty(traceId);
        var line = Assert.Single(_server.Log(), line => line.Id.Id == 2002);
        Assert.Contains(traceId, line.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(ErrorTests), line.Exception!.StackTrace, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_full_queue_refuses_at_once(string protocol)
    {
        TestClient[] senders =
        [
            await _server.ConnectAsync("a", protocol),
            await _server.ConnectAsync("b", protocol),
            await _server.ConnectAsync("c", protocol),
        ];
        foreach (var sender in senders)
            await sender.JoinAsync(Room);
        var door = new Gate();
        _server.Get<HookedStore>().BeforeCommit = door.PassAsync;
        var inWork = senders[0].SendAsync(Room, "one");
        await door.Reached;

        Task<SendMessageResult>[] others = [senders[1].SendAsync(Room, "two"), senders[2].SendAsync(Room, "three")];
        var refused = await Task.WhenAny(others).WaitAsync(TestClient.Deadline);
        Assert.Equal("busy: The command queue of the server is full. Retry after 250 ms.", await RefusalAsync(() => refused));
        door.Open();

        Assert.Equal(1, (await inWork).Sequence);
        Assert.Equal(2, (await others.Single(other => other != refused)).Sequence);
        foreach (var sender in senders)
            await sender.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_database_that_is_away_and_comes_back(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);
        var joined = await alice.JoinAsync(Room);
        var store = _server.Get<HookedStore>();
        var id = TestClient.NewId();
        store.BeforeCommit = store.BeforeRead = store.BeforeHeads = HookedStore.Unavailable;

        Assert.Equal(
            "storage-unavailable: The database is unavailable. Retry after 250 ms.",
            await RefusalAsync(() => alice.SendAsync(Room, "hello", id)));
        Assert.StartsWith("storage-unavailable: ", await RefusalAsync(() => alice.JoinAsync("other")), StringComparison.Ordinal);
        store.BeforeCommit = store.BeforeRead = store.BeforeHeads = null;

        Assert.Empty((await alice.JoinAsync(Room, after: 0)).Update.Messages);
        Assert.Equal((1, false), (await alice.SendAsync(Room, "hello", id)) is var sent ? (sent.Sequence, sent.Duplicate) : default);
        Assert.Single(await alice.ReadThroughAsync(joined.Head, 1));
    }

    /// <summary>Returns the part after the prefix that SignalR's client adds.</summary>
    private static async Task<string> RefusalAsync(Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<HubException>(call);
        Assert.DoesNotContain("   at ", refused.Message, StringComparison.Ordinal);
        return refused.Message.Split("HubException: ", 2)[1];
    }

    [GeneratedRegex("^internal-error: Internal server error; the server's log has details under trace id (?<id>[0-9a-f]{32})\\.$")]
    private static partial Regex TraceId();
}
