using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SignalRChat.Common;
using SignalRChat.Contracts;
using SignalRChat.Services.Events;
using SignalRChat.Services.Log;
using SignalRChat.Services.Storage.Sqlite;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Api;

/// <summary>A backend follows all rooms by one cursor. The tests share the rooms of a server, so each looks at its own.</summary>
public sealed class EventsTests(ApiServer api) : IClassFixture<ApiServer>
{
    private ChatServer Server => api.Server;

    private static IEnumerable<string> Numbers(int count) => Enumerable.Range(1, count).Select(number => $"{number}");

    private async Task PostAsync(string room, params IEnumerable<string> texts)
    {
        await api.SendAsync("PUT", $"/rooms/{room}", new { });
        foreach (var text in texts)
            await api.SendAsync("PUT", $"/rooms/{room}/messages/{TestClient.NewId()}", new { kind = "system", text });
    }

    private async Task<EventPages> AtEndAsync()
    {
        var pages = new EventPages();
        await pages.BeginAtEndAsync(Server);
        return pages;
    }

    [Fact]
    public async Task A_backend_reads_all_rooms_from_their_beginning_a_page_at_a_time()
    {
        await PostAsync("first", Numbers(5));
        await PostAsync("second", Numbers(3));
        var pages = new EventPages();

        await pages.ReadToEndAsync(Server, "&limit=2&wait=");

        Assert.Equal(Numbers(5), pages.Texts["first"]);
        Assert.Equal(Numbers(3), pages.Texts["second"]);
        Assert.Empty((await pages.ReadAsync(Server)).Updates);
        await PostAsync("first", "6");
        Assert.Equal(["first:5-6"], (await pages.ReadAsync(Server)).Ranges);
    }

    [Fact]
    public async Task A_cursor_is_answered_again_until_the_next_one_is_used()
    {
        await PostAsync("repeated", Numbers(3));
        var pages = await AtEndAsync();
        await PostAsync("repeated", "4", "5", "6");
        var before = pages.Cursor;

        var page = await pages.ReadAsync(Server, "&limit=2");
        await PostAsync("repeated", "7");
        var again = await EventPages.AskAsync(Server, before);

        Assert.Equal(["repeated:3-5"], page.Ranges);
        Assert.Equal(page.Ranges, again.Ranges);
        Assert.Equal(page.Cursor, again.Cursor);
        Assert.Equal(["4", "5"], again.Updates[0].Messages.Select(message => message.Text));
        Assert.Equal(["repeated:5-7"], (await pages.ReadAsync(Server)).Ranges);
        (await api.GetAsync($"/events?after={before}")).IsProblem(409, ChatErrorCodes.CursorUnknown);
    }

    [Fact]
    public async Task A_cursor_that_is_used_stays_known_if_nothing_changes()
    {
        var pages = await AtEndAsync();
        var reader = EventCursor.Parse(pages.Cursor)!.Value.ReaderId;
        var isOlder = new SqliteStatement("UPDATE event_readers SET used_at = 1");
        await Server.Get<SqliteDatabase>().WriteAsync(session => session.Run(isOlder), CancellationToken.None);

        await EventPages.AskAsync(Server, pages.Cursor);

        var (_, used) = await Server.Get<IEventStore>().FindReaderAsync(reader, CancellationToken.None);
        Assert.Equal(1, used!.Step);
        Assert.InRange(used.UsedAt, 2, long.MaxValue);
    }

    [Fact]
    public async Task Requests_with_one_cursor_at_the_same_time_get_one_page()
    {
        var pages = await AtEndAsync();
        await PostAsync("raced", Numbers(4));

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => EventPages.AskAsync(Server, pages.Cursor, "&limit=2")));

        Assert.All(answers, answer => Assert.Equal(["raced:0-2"], answer.Ranges));
        Assert.Single(answers.Select(answer => answer.Cursor).Distinct());
    }

    [Fact]
    public async Task A_long_poll_is_answered_by_the_next_change_of_any_room()
    {
        var pages = await AtEndAsync();
        Assert.Equal(pages.Cursor, (await EventPages.AskAsync(Server, pages.Cursor)).Cursor);

        var poll = pages.ReadAsync(Server, "&wait=25");
        await PostAsync("sudden", "news");

        Assert.Equal(["sudden:0-1"], (await poll.WaitAsync(TestClient.Deadline)).Ranges);
    }

    /// <summary>The data of a message keeps the line ends that its app wrote.</summary>
    [Fact]
    public async Task Data_with_line_ends_is_on_one_line()
    {
        var pages = await AtEndAsync();
        await using var ann = await Server.ConnectAsync("ann", "messagepack");
        await ann.JoinAsync("lines");
        await ann.CallAsync<SendMessageResult>(nameof(IChatHub.SendMessage), new SendMessageRequest
        {
            Room = "lines",
            MessageId = TestClient.NewId(),
            Text = "a\nb",
            Data = "{\n\"a\":\r\n1 }",
        });

        var page = await pages.ReadAsync(Server);

        Assert.Equal(("a\nb", "{ \"a\":  1 }"), page.Updates[^1].Messages[0] is var message ? (message.Text, message.Data) : default);
    }

    [Fact]
    public async Task Every_kind_of_change_is_in_the_page_and_the_last_changes_of_a_room_that_all_left()
    {
        var pages = await AtEndAsync();
        await using var ann = await Server.ConnectAsync("ann");
        await ann.JoinAsync("kinds");
        var posted = TestClient.NewId();
        await ann.SendAsync("kinds", "text", posted);
        await ann.CallAsync<ChangeMessageResult>(
            nameof(IChatHub.React), new ReactRequest { Room = "kinds", MessageId = posted, Emoji = "👍", On = true });
        await ann.CallAsync<SetRoomResult>(nameof(IChatHub.SetRoom), new SetRoomRequest { Room = "kinds", Title = "Kinds" });
        await ann.JoinAsync("freed");
        await ann.CallAsync(nameof(IChatHub.LeaveRoom), new LeaveRoomRequest { Room = "freed" });

        var page = await pages.ReadAsync(Server);

        var kinds = page.Updates.Single(update => update.Room == "kinds");
        Assert.Equal(("text", 1, "Kinds"), (kinds.Messages[0].Text, kinds.Reactions!.Length, kinds.Info!.Title));
        Assert.NotNull(page.Updates.Single(update => update.Room == "freed").Members![0].Left);
    }

    [Fact]
    public async Task A_reader_more_than_there_may_be_is_refused_and_one_without_a_page_is_none()
    {
        using var server = new ChatServer(new Dictionary<string, string?>(ApiServer.Key("all")) { ["Api:Events:Readers"] = "1" });
        Task<Answer> AskAsync(string after) => ApiServer.AskAsync(server, $"/events?after={after}", ApiServer.KeyOf("all"));
        var first = await EventPages.AskAsync(server, "");
        await EventPages.AskAsync(server, first.Cursor);

        await EventPages.AskAsync(server, "latest");

        (await AskAsync("latest")).IsProblem(429, "too-many-readers");
    }

    [Theory]
    [InlineData("after=0197f2a458a37c559a316a51a5b30c11.1")]
    [InlineData("after=0197f2a458a37c559a316a51a5b30c11.9223372036854775807")]
    public async Task The_cursor_of_an_unknown_reader_is_refused(string query) =>
        (await api.GetAsync($"/events?{query}")).IsProblem(409, ChatErrorCodes.CursorUnknown);

    [Theory]
    [InlineData("after=0", "after")]
    [InlineData("after=Latest", "latest")]
    [InlineData("after=0197f2a458a37c559a316a51a5b30c11", "after")]
    [InlineData("after=0197F2A458A37C559A316A51A5B30C11.0", "after")]
    [InlineData("after=0197f2a458a37c559a316a51a5b30c11.-1", "after")]
    [InlineData("after=0197f2a458a37c559a316a51a5b30c11.01", "after")]
    [InlineData("after=0197f2a458a37c559a316a51a5b30c11.0.0", "after")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("wait=26", "wait")]
    [InlineData("wait=-1", "wait")]
    [InlineData("epoch=x", "after, limit, wait")]
    public async Task A_malformed_request_is_refused_and_names_what_is_wrong(string query, string named)
    {
        var answer = await api.GetAsync($"/events?{query}");

        answer.IsProblem(400, ChatErrorCodes.InvalidArgument);
        Assert.Contains(named, answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Readers", "0")]
    [InlineData("ReaderRetention", "00:59:00")]
    public void A_bad_setting_stops_the_start_and_is_named(string key, string value)
    {
        var settings = new Dictionary<string, string?> { [$"Api:Events:{key}"] = value };
        var services = new ServiceCollection();
        services.AddCheckedOptions<EventOptions>(
            new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), EventOptions.SectionName);
        using var provider = services.BuildServiceProvider();

        var refusal = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<EventOptions>>().Value);

        Assert.StartsWith($"Api:Events:{key} is {value}; expected", refusal.Message, StringComparison.Ordinal);
    }
}
