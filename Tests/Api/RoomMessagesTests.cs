using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Api;

public sealed class RoomMessagesTests(ApiServer api) : IClassFixture<ApiServer>
{
    private const string Id = "0197f2a4-58a3-7c55-9a31-6a51a5b30c11";

    [Fact]
    public async Task A_post_of_a_backend_reaches_members_once()
    {
        await using var ann = await api.Server.ConnectAsync("ann");
        await ann.JoinAsync("posted");
        var (first, second) = (PathOf("posted"), PathOf("posted"));

        var system = await api.SendAsync("PUT", first, new { kind = "system", text = "welcome", data = new { plan = "pro" } });
        var bot = new { userId = "bot|7", name = " Helper  Bot ", text = "hello", mentions = new[] { ann.Guest.UserId } };
        var user = await api.SendAsync("PUT", second, bot);
        var repeat = await api.SendAsync("PUT", second, bot);
        var taken = await api.SendAsync("PUT", second, bot with { userId = "bot|8" });

        (await api.SendAsync("PUT", PathOf("posted"), bot, ifTag: "*")).IsProblem(412, ChatErrorCodes.PreconditionFailed);
        Assert.Equal((201, 201, 200), (system.Status, user.Status, repeat.Status));
        Assert.Equal(("\"1\"", "\"2\"", "\"2\""), (system.Tag, user.Tag, repeat.Tag));
        Assert.True(repeat.Json.GetProperty("duplicate").GetBoolean());
        Assert.Equal(user.Json.GetProperty("postedAt").GetInt64(), repeat.Json.GetProperty("postedAt").GetInt64());
        taken.IsProblem(409, ChatErrorCodes.MessageIdTaken);
        var heard = await ann.ReadThroughAsync(0, 2);
        Assert.Equal(["", "bot|7"], heard.Select(message => message.UserId));
        Assert.Equal(["System", "Helper Bot"], heard.Select(message => message.Name));
        Assert.Equal([MessageKinds.System, null], heard.Select(message => message.Kind));
        Assert.Equal(["""{"plan":"pro"}""", null], heard.Select(message => message.Data));
        Assert.Equal([ann.Guest.UserId], heard[1].Mentions!);
        Assert.Equal(2, (await api.GetAsync("/rooms/posted/updates")).Json.GetProperty("through").GetInt64());
    }

    [Fact]
    public async Task A_backend_edits_and_deletes_what_a_user_posted()
    {
        await using var ann = await api.Server.ConnectAsync("ann");
        await ann.JoinAsync("changed");
        var path = $"/rooms/changed/messages/{(await ann.SendAsync("changed", "rude")).MessageId}";

        var read = await api.GetAsync(path);
        var edited = await api.SendAsync("PATCH", path, new { text = "polite" });
        var unchanged = await api.SendAsync("GET", path, unlessTag: edited.Tag);
        var old = await api.SendAsync("GET", path, unlessTag: read.Tag);
        foreach (var other in new[] { read.Tag, "\"9\"", "W/\"2\"", "\"two\"" })
            (await api.SendAsync("DELETE", path, ifTag: other)).IsProblem(412, ChatErrorCodes.PreconditionFailed);
        (await api.SendAsync("PATCH", path, new { text = "more" }, ifTag: "\"1\"")).IsProblem(412, ChatErrorCodes.PreconditionFailed);
        foreach (var malformed in new[] { "2", "\"1\", \"2\"" })
            (await api.SendAsync("DELETE", path, ifTag: malformed)).IsProblem(400, ChatErrorCodes.InvalidArgument);
        var deleted = await api.SendAsync("DELETE", path, ifTag: edited.Tag);
        var again = await api.SendAsync("DELETE", path);

        Assert.Equal(("\"1\"", "\"2\"", "\"2\"", "\"3\"", "\"3\""), (read.Tag, edited.Tag, unchanged.Tag, deleted.Tag, again.Tag));
        Assert.Equal((304, "", 200), (unchanged.Status, unchanged.Text, old.Status));
        Assert.Equal(("rude", "polite"), (TextOf(read), TextOf(old)));
        (await api.SendAsync("PATCH", path, new { text = "more" })).IsProblem(409, ChatErrorCodes.MessageDeleted);
        Assert.Equal("", (await ann.ReadThroughAsync(0, 3))[^1].Text);
    }

    [Fact]
    public async Task A_backend_pages_through_the_messages_of_a_room()
    {
        await using var ann = await api.Server.ConnectAsync("ann");
        await ann.JoinAsync("paged");
        foreach (var text in new[] { "one", "two", "three" })
            await ann.SendAsync("paged", text);

        var newest = (await api.GetAsync("/rooms/paged/messages?limit=2", "read")).Json;
        var rest = (await api.GetAsync($"/rooms/paged/messages?before={newest.GetProperty("messages")[0].GetProperty("sequence")}")).Json;

        Assert.Equal(["two", "three"], newest.GetProperty("messages").EnumerateArray().Select(one => one.GetProperty("text").GetString()));
        Assert.Equal((true, false), (newest.GetProperty("hasMore").GetBoolean(), rest.GetProperty("hasMore").GetBoolean()));
        Assert.Equal("one", Assert.Single(rest.GetProperty("messages").EnumerateArray()).GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("PUT", "/rooms/nowhere/messages/" + Id, """{"kind":"system","text":"x"}""", ChatErrorCodes.RoomNotFound)]
    [InlineData("PATCH", "/rooms/nowhere/messages/" + Id, """{"text":"x"}""", ChatErrorCodes.RoomNotFound)]
    [InlineData("DELETE", "/rooms/nowhere/messages/" + Id, null, ChatErrorCodes.RoomNotFound)]
    [InlineData("GET", "/rooms/nowhere/messages/" + Id, null, ChatErrorCodes.RoomNotFound)]
    [InlineData("GET", "/rooms/nowhere/messages", null, ChatErrorCodes.RoomNotFound)]
    [InlineData("GET", "/rooms/nowhere/message", null, "not-found")]
    [InlineData("GET", "/", null, "not-found")]
    public async Task What_is_not_there_is_not_found(string method, string path, string? body, string code) =>
        (await api.SendAsync(method, path, body)).IsProblem(404, code);

    [Theory]
    [InlineData("""{"text":"x","userid":"ann"}""", "unknown field userid; expected kind, userId, name, text, replyTo, data, mentions")]
    [InlineData("""{"text":"x","a\u0000b":1}""", "unknown field; expected")]
    [InlineData("""{"text":"x","a\ud800":1}""", "JSON object")]
    [InlineData("""{"text":"x","text":"y","userId":"ann"}""", "The body has text more than once")]
    [InlineData("""{"text":1,"userId":"ann"}""", "text must be a string")]
    [InlineData("""{"text":"x\ud800","userId":"ann"}""", "text must be a string")]
    [InlineData("""{"text":null,"userId":"ann"}""", "text")]
    [InlineData("""{"text":"\u0000","userId":"ann"}""", "U+0000")]
    [InlineData("""{"text":"x"}""", "userId")]
    [InlineData("""{"text":"x","userId":""}""", "userId")]
    [InlineData("""{"text":"x","userId":"ann","name":"\u202e"}""", "name")]
    [InlineData("""{"text":"x","userId":"ann","kind":"bot"}""", "kind must be user or system")]
    [InlineData("""{"text":"x","userId":"ann","kind":"system"}""", "userId must be left out")]
    [InlineData("""{"text":"x","userId":"ann","mentions":"bob"}""", "mentions must be an array of strings")]
    [InlineData("""{"text":"x","userId":"ann","mentions":[null]}""", "mentions")]
    [InlineData("""{"text":"x","userId":"ann","data":[]}""", "data must be a JSON object")]
    [InlineData("""{"text":"x","userId":"ann","replyTo":"1"}""", "replyTo")]
    [InlineData("[]", "JSON object")]
    [InlineData("null", "JSON object")]
    [InlineData("{", "JSON object")]
    [InlineData("", "JSON object")]
    public async Task A_malformed_body_is_refused_and_names_what_is_wrong(string body, string named)
    {
        var answer = await api.SendAsync("PUT", PathOf("malformed"), body);

        answer.IsProblem(400, ChatErrorCodes.InvalidArgument);
        Assert.Contains(named, answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PUT", "/rooms/a/messages/" + Id, """{"text":"x","userId":"ann","mentions":["b"],"data":{"a":1}}""", 404, "room-not-found")]
    [InlineData("PUT", "/rooms/A/messages/" + Id, """{"text":"x","userId":"ann"}""", 400, "invalid-argument")]
    [InlineData("PUT", "/rooms/a/messages/1", """{"text":"x","userId":"ann"}""", 400, "invalid-argument")]
    [InlineData("PUT", "/rooms/a/messages/" + Id + "?kind=system", """{"text":"x","userId":"ann"}""", 400, "invalid-argument")]
    [InlineData("PUT", "/rooms/a/messages/" + Id, null, 400, "invalid-argument")]
    [InlineData("PATCH", "/rooms/a/messages/" + Id, """{"text":" "}""", 400, "invalid-argument")]
    [InlineData("PATCH", "/rooms/a/messages/" + Id, """{"text":"x","userId":"ann"}""", 400, "invalid-argument")]
    [InlineData("POST", "/rooms/a/messages/" + Id, """{"text":"x"}""", 405, "method-not-allowed")]
    [InlineData("GET", "/rooms/a/messages?before=0", null, 400, "invalid-argument")]
    [InlineData("GET", "/rooms/a/messages?limit=201", null, 400, "invalid-argument")]
    public async Task Bad_input_is_a_problem_with_a_code(string method, string path, string? body, int status, string code) =>
        (await api.SendAsync(method, path, body)).IsProblem(status, code);

    [Theory]
    [InlineData(4_001, 400, ChatErrorCodes.TextTooLong)]
    [InlineData(200_000, 413, ChatErrorCodes.InvalidArgument)]
    public async Task A_body_has_a_limit(int length, int status, string code) =>
        (await api.SendAsync("PUT", PathOf("long"), new { userId = "ann", text = new string('x', length) })).IsProblem(status, code);

    [Fact]
    public async Task Without_a_database_the_answer_says_when_to_retry()
    {
        using var server = new ChatServer(ApiServer.Key("all"), HookedStore.Register);
        await using var ann = await server.ConnectAsync("ann");
        await ann.JoinAsync("away");
        Task<Answer> PutAsync(string path) =>
            ApiServer.AskAsync(server, path, ApiServer.KeyOf("all"), "PUT", """{"kind":"system","text":"x"}""");
        var path = PathOf("away");

        server.Get<HookedStore>().BeforeCommit = HookedStore.Unavailable;
        var away = await PutAsync(path);
        server.Get<HookedStore>().BeforeCommit = null;

        away.IsProblem(503, ChatErrorCodes.StorageUnavailable);
        Assert.Equal("1", away.RetryAfter);
        Assert.Equal(201, (await PutAsync(path)).Status);
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_are_refused()
    {
        using var http = new HttpClient { BaseAddress = api.Server.Url };
        http.DefaultRequestHeaders.Authorization = new("Bearer", ApiServer.KeyOf("all"));
        foreach (var (charset, last) in new[] { ("utf-8", (byte)0xFF), ("utf-16", (byte)'x'), ("none", (byte)'x') })
        {
            byte[] body = [.. """{"userId":"ann","data":{"a":1},"text":"""u8, (byte)'"', last, .. "\"}"u8];
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new("application/json") { CharSet = charset };

            using var answer = await http.PutAsync(new Uri($"/api/v1{PathOf("bytes")}", UriKind.Relative), content);

            (await Answer.ReadAsync(answer)).IsProblem(400, ChatErrorCodes.InvalidArgument);
        }
    }

    [Theory]
    [InlineData("rooms")]
    [InlineData("read")]
    public async Task A_key_without_the_scope_changes_nothing(string key)
    {
        foreach (var method in new[] { "PUT", "PATCH", "DELETE" })
            (await api.SendAsync(method, PathOf("scopes"), """{"text":"x"}""", key)).IsProblem(403, ChatErrorCodes.Forbidden);
    }

    private static string PathOf(string room) => $"/rooms/{room}/messages/{TestClient.NewId()}";

    private static string? TextOf(Answer answer) => answer.Json.GetProperty("text").GetString();
}
