using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.ClientConsole;

/// <summary>Rooms, direct messages, replies, reactions and settings from a console.</summary>
public sealed class ConsoleRoomTests : IDisposable
{
    private readonly ChatServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_room_is_made_filled_and_set_and_its_messages_are_answered()
    {
        await using var bob = await _server.ConnectAsync("bob");
        await bob.JoinAsync("lobby");
        using var alice = ConsoleProcess.Start("--url", $"{_server.Url}", "--name", "alice", "--output", "json");
        await alice.UntilAsync("""{"event":"joined","room":"lobby",""");

        await alice.TypeAsync("/new plans Our plans\n/add bob\n");
        await alice.UntilAsync("""{"event":"joined","room":"plans",""");
        await alice.UntilAsync($$"""{"event":"add","room":"plans","userId":"{{bob.Guest.UserId}}","name":"bob","role":"member"}""");
        var plans = await bob.JoinAsync("plans");
        Assert.Equal("Our plans", plans.Update.Info?.Title);
        var asked = await bob.SendAsync("plans", "shall we?");
        await alice.UntilAsync("shall we?");

        await alice.TypeAsync("/reply yes\n/react ^2 👍\n");
        await alice.UntilAsync($$"""
            "replyTo":"{{asked.MessageId}}","own":true}
            """);
        await alice.UntilAsync($$"""{"event":"reactions","room":"plans","messageId":"{{asked.MessageId}}",""");
        await alice.TypeAsync($"/react id:{asked.MessageId} -👍\n");
        await alice.UntilAsync("\"tallies\":[]}");

        // A direct room without a message: its members say who the other is.
        var request = new OpenDirectRequest { UserId = Assert.Single(plans.Present, user => user.Name == "alice").UserId };
        await bob.CallAsync<OpenDirectResult>(nameof(IChatHub.OpenDirect), request);
        await alice.TypeAsync("/rooms direct-\n");
        await alice.UntilAsync("\"title\":\"bob\",\"unread\":0");

        await alice.TypeAsync("/settings slow-mode 5\n/settings\n/mute bob 5\n/mute bob 0\n/dm bob\n");
        await alice.UntilAsync("""{"event":"settingChanged","room":"plans","name":"slow-mode","value":"5",""");
        await alice.UntilAsync("""{"event":"settings","room":"plans","kind":"private","title":"Our plans",""");
        await alice.UntilAsync("\"until\":");
        await alice.UntilAsync("""{"event":"mute","room":"plans",""");
        await alice.UntilAsync("\"event\":\"joined\"");
        Assert.Equal(0, (await alice.EndAsync()).Code);
    }

    [Fact]
    public async Task What_is_unread_is_listed_until_it_is_read()
    {
        await using var bob = await _server.ConnectAsync("bob");
        await bob.JoinAsync("garden");
        using var alice = ConsoleProcess.Start("--url", $"{_server.Url}", "--name", "alice", "--output", "json");
        await alice.TypeAsync("/join garden\n/join lobby\n/unread\n");
        await alice.UntilAsync("""{"event":"unread","rooms":[]}""");
        await bob.SendAsync("garden", "one");
        var two = await bob.SendAsync("garden", "two");
        await alice.UntilAsync("\"text\":\"two\"");

        await alice.TypeAsync("/unread\n/rooms gar\n/read garden\n/unread\n");

        await alice.UntilAsync("""{"event":"unread","rooms":[{"room":"garden","kind":"public","role":"member","unread":2,"mentions":0,""");
        await alice.UntilAsync("\"unread\":2,\"mentions\":0}],\"hasMore\":false}");
        await alice.UntilAsync($$"""{"event":"read","room":"garden","readThrough":{{two.Sequence}},"unread":0,"mentions":0}""");
        await alice.UntilAsync("""{"event":"unread","rooms":[]}""");
        Assert.Equal(0, (await alice.EndAsync()).Code);
    }

    [Fact]
    public async Task What_cannot_be_meant_is_not_tried()
    {
        string[] lines =
        [
            "/new", "/add", "/mute", "/reply", "/reply ^5 text", "/react", "/react ^5 x", "/dm nobody", "/settings slow-mode fast",
            "/settings color red", "/settings", "",
        ];

        var (code, output, error) = await ConsoleProcess.RunAsync(string.Join('\n', lines), "--url", $"{_server.Url}");

        Assert.Equal(2, code);
        string[] sentences =
        [
            "Usage: /new ROOM [TITLE]. Nothing was done.",
            "Usage: /add WHO [ROLE]. Nothing was done.",
            "Usage: /mute WHO [MINUTES]. Nothing was done.",
            "Usage: /reply [^N] TEXT. Nothing was sent.",
            "There is no such message among those shown here. Nothing was sent.",
            "Usage: /react [^N] EMOJI. Nothing was sent.",
            "No user called nobody is known here. A user id works too: /dm id:USER-ID. Nothing was done.",
            "or retention-days N|server. Nothing was done.",
        ];
        Assert.All(sentences, sentence => Assert.Contains(sentence, error, StringComparison.Ordinal));
        Assert.Contains("posting        members", output, StringComparison.Ordinal);
    }
}
