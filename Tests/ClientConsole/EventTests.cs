using System.Text.Json;
using SignalRChat.Client;
using SignalRChat.ClientConsole.Input;
using SignalRChat.ClientConsole.Output;
using SignalRChat.ClientConsole.Scripts;
using SignalRChat.ClientConsole.Settings;
using SignalRChat.ClientConsole.Talk;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.ClientConsole;

/// <summary>The same events as text and as JSON.</summary>
public sealed class EventTests : IDisposable
{
    private static readonly ChatMessage _message =
        new() { MessageId = "id", Sequence = 3, Revision = 3, UserId = "u", Name = "bob", Text = "a\e[2Jb\nc\u009b" };

    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public void A_message_is_one_line_of_JSON_in_ASCII()
    {
        Json().Tell(new ConsoleEvent.Said("lobby", _message, IsOwn: false, IsElsewhere: false));

        var line = _output.ToString();
        Assert.DoesNotContain(line.TrimEnd('\n'), unit => unit is < ' ' or > '~');
        using var json = JsonDocument.Parse(line);
        Assert.Equal(("message", "lobby", _message.Text), (Text(json, "event"), Text(json, "room"), Text(json, "text")));
    }

    [Theory]
    [InlineData(false, false, "message")]
    [InlineData(true, false, "edited")]
    [InlineData(true, true, "deleted")]
    public void What_became_of_a_message_is_the_name_of_its_event(bool edited, bool deleted, string name)
    {
        var changed = _message with { EditedAt = edited ? 1 : null, DeletedAt = deleted ? 1 : null };
        Json().Tell(new ConsoleEvent.Said("lobby", changed, IsOwn: false, IsElsewhere: false));

        using var json = JsonDocument.Parse(_output.ToString());
        Assert.Equal(name, Text(json, "event"));
        Assert.Equal(!deleted, json.RootElement.TryGetProperty("text", out _));
    }

    [Fact]
    public void A_refusal_is_an_event_on_the_output_and_words_on_the_error()
    {
        Json().Tell(new ConsoleEvent.Refused("text-too-long", "The text\e is too long."));

        Assert.Equal("""{"event":"refused","code":"text-too-long","reason":"The text\u001B is too long."}""", _output.ToString().TrimEnd());
        Assert.Equal("!! text-too-long: The text is too long.", _error.ToString().TrimEnd());
    }

    [Fact]
    public void Words_about_the_connection_tell_why_and_when()
    {
        var text = new TextEvents(new PlainTranscript(_output, _error), new MessageLines(TimeProvider.System));

        text.Tell(new ConsoleEvent.Connection(ChatConnectionState.Reconnecting, 3, TimeSpan.FromSeconds(3.9), "the server is stopping"));
        text.Tell(new ConsoleEvent.Rejoined("lobby", IsElsewhere: false, 4, WasReset: false));
        text.Tell(new ConsoleEvent.Connection(ChatConnectionState.Connected, 0, TimeSpan.Zero, ""));

        Assert.Equal(
            ["-- disconnected: the server is stopping; retry 3 in 3.9 s", "-- reconnected, 4 missed messages"],
            _error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("", _output.ToString());
    }

    [Fact]
    public void Rooms_have_their_titles_and_direct_rooms_the_name_of_the_other()
    {
        var direct = new InboxEntry { Room = "direct-0f", Kind = RoomKinds.Direct, Title = "bo\eb", Unread = 2, Mentions = 1 };
        var titled = new InboxEntry { Room = "plans", Kind = RoomKinds.Private, Title = "Our plans", Unread = 1 };
        var text = new TextEvents(new PlainTranscript(_error, _error), new MessageLines(TimeProvider.System));
        var list = new[] { direct.Room, titled.Room, "lobby" }.Select(room => new RoomSummary { Room = room, PresentCount = 2 }).ToArray();

        text.Tell(new ConsoleEvent.Unread([direct, titled]));
        text.Tell(new ConsoleEvent.Rooms(list, HasMore: false, [direct, titled]));
        Json().Tell(new ConsoleEvent.Unread([direct]));

        Assert.Equal(
            [
                "@bob  2 unread, 1 for you", "Our plans (#plans)  1 unread", "@bob  2 here, 2 unread, 1 for you",
                "Our plans (#plans)  2 here, 1 unread", "#lobby  2 here",
            ],
            _error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("""[{"room":"direct-0f","kind":"direct","title":"bo\u001Bb",""", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_goal_counts_what_others_say_and_only_what_matches()
    {
        var goal = new Goal(new Wait { For = new("^yes"), Count = 2 });
        goal.Sends("mine");

        goal.Saw(new() { MessageId = "mine", Text = "yes" });
        goal.Saw(new() { MessageId = "1", Text = "no, yes" });
        goal.Saw(new() { MessageId = "2", Text = "yes" });
        Assert.False(goal.Reached.IsCompleted);
        goal.Saw(new() { MessageId = "3", Text = "yes!" });

        Assert.True(goal.Reached.IsCompleted);
    }

    [Theory]
    [InlineData("new text", 1, "new text")]
    [InlineData("^2 new text", 2, "new text")]
    [InlineData("^2", 2, "")]
    [InlineData("", 1, "")]
    [InlineData("^ is a hat", 1, "^ is a hat")]
    [InlineData("^-1 x", 1, "^-1 x")]
    [InlineData("id: is a word", 1, "id: is a word")]
    [InlineData("id:01a20683-91a1-77fd-ac33-49469e69cbd4 x", 0, "x", "01a20683-91a1-77fd-ac33-49469e69cbd4")]
    public void Which_message_is_meant_stands_before_the_text(string arguments, int fromEnd, string rest, string? id = null) =>
        Assert.Equal(new(fromEnd, rest, id), MessageRef.Parse(arguments));

    [Fact]
    public void Messages_are_found_from_the_end()
    {
        var own = new RecentMessages();
        own.Saw("lobby", 2, "b", isDeleted: false);
        own.Saw("lobby", 1, "a", isDeleted: false);
        own.Saw("lobby", 3, "c", isDeleted: false);
        own.Saw("lobby", 2, "b", isDeleted: true);

        Assert.Equal(("c", "a", null, null), (own.Find("lobby", 1), own.Find("lobby", 2), own.Find("lobby", 3), own.Find("garden", 1)));
    }

    private JsonEvents Json() => new(_output, new TextEvents(new PlainTranscript(_error, _error), new MessageLines(TimeProvider.System)));

    private static string? Text(JsonDocument json, string name) => json.RootElement.GetProperty(name).GetString();
}
