using System.Text.RegularExpressions;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.ClientConsole;

/// <summary>A user at a terminal: the real console, a real pseudo-terminal, the real server.</summary>
public sealed class TerminalTests : IDisposable
{
    private readonly ChatServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Typing_is_not_disturbed_by_lines_that_come_in_meanwhile()
    {
        await using var alice = await AliceAsync();
        await using var bob = await _server.ConnectAsync("bob");
        await bob.JoinAsync("lobby");
        const string Text = "a long sentence of several words, typed while others talk";

        for (var i = 0; i < Text.Length; i++)
        {
            await alice.TypeAsync(Text[i].ToString());
            if (i % 2 == 0)
                await bob.SendAsync("lobby", $"line {i / 2 + 1} of bob");
        }

        await alice.ShowsAsync($"line {(Text.Length + 1) / 2} of bob");
        await alice.PromptsAsync("[#lobby connected", $"> {Text}");
        await alice.PressAsync("Enter");
        await alice.ShowsAsync($"alice*  {Text}");
        var said = (await alice.LinesAsync()).Where(line => line.Contains("  line ", StringComparison.Ordinal)).Select(line => line[6..]);
        Assert.Equal(Enumerable.Range(1, (Text.Length + 1) / 2).Select(n => $"bob  line {n} of bob"), said);
    }

    [Fact]
    public async Task A_terminal_that_changes_its_size_keeps_one_prompt_and_what_was_typed()
    {
        await using var alice = await AliceAsync();
        await using var bob = await _server.ConnectAsync("bob");
        await bob.JoinAsync("lobby");
        const string Text = "words that need more room than a narrow terminal has to give them";
        await alice.TypeAsync(Text);
        await alice.PromptsAsync("[#lobby", $"> {Text}");

        foreach (var width in new[] { 60, 30, 45, 120 })
        {
            await alice.ResizeAsync(width);
            // A scrolling row fills all but the last column. Its length shows that the console has noticed the new size.
            await alice.UntilAsync(
                screen => screen.TrimEnd().Split('\n')[^1].TrimEnd() is var row
                    && (row.Length == width - 1 || (width > 100 && row.EndsWith($"> {Text}", StringComparison.Ordinal))),
                $"a prompt of {width} columns");
            await bob.SendAsync("lobby", $"at {width}");
            await alice.ShowsAsync($"bob  at {width}");
            await alice.PromptsAsync(width < 100 ? "" : "[#lobby", Text[^10..]);
        }

        Assert.Single(await alice.LinesAsync(), line => line.Contains(Text[^10..], StringComparison.Ordinal));
        await alice.PressAsync("Enter");
        await alice.ShowsAsync($"alice*  {Text}");
    }

    [Fact]
    public async Task Ctrl_C_clears_the_line_and_twice_ends_with_130()
    {
        await using var alice = await AliceAsync();
        await alice.TypeAsync("never mind");
        await alice.PromptsAsync("[#lobby", "never mind");

        await alice.PressAsync("C-c");
        await alice.ShowsAsync("-- Ctrl+C once more quits");
        await alice.PromptsAsync("[#lobby", ">");
        await alice.TypeAsync("x");
        await alice.PressAsync("C-c");
        await alice.PromptsAsync("[#lobby", ">");
        await alice.PressAsync("C-c");

        await alice.ShowsAsync("exit=130");
        Assert.DoesNotContain("[#lobby", await alice.ScreenAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/quit")]
    [InlineData("")]
    public async Task Quitting_ends_with_0_and_sends_what_was_typed(string command)
    {
        await using var alice = await AliceAsync();
        await alice.EnterAsync("the last word");

        if (command.Length > 0)
            await alice.EnterAsync(command);
        else
            await alice.PressAsync("C-d");

        await alice.ShowsAsync("exit=0");
        await using var bob = await _server.ConnectAsync("bob");
        Assert.Equal("the last word", Assert.Single((await bob.JoinAsync("lobby", after: 0)).Update.Messages).Text);
    }

    [Fact]
    public async Task Tab_completes_and_Up_recalls()
    {
        await using var alice = await AliceAsync();
        await using var bob = await _server.ConnectAsync("bobby");
        await bob.JoinAsync("lobby");
        await bob.SendAsync("lobby", "here I am");
        await alice.ShowsAsync("here I am");

        await alice.TypeAsync("/he");
        await alice.PressAsync("Tab");
        await alice.PressAsync("Enter");
        await alice.ShowsAsync("/history [N]");
        await alice.TypeAsync("hello @bo");
        await alice.PressAsync("Tab");
        await alice.EnterAsync("how are you?");

        await alice.ShowsAsync("alice*  hello @bobby how are you?");
        await alice.PressAsync("Up");
        await alice.PromptsAsync("[#lobby", "> hello @bobby how are you?");
    }

    [Fact]
    public async Task Commands_do_what_they_say()
    {
        await using var alice = await AliceAsync();
        foreach (var line in new[]
        {
            "one", "two", "/edit ^2 first", "/delete", "/me waves", "//slash", "/jion garden", "/join garden", "/msg lobby from afar",
        })
        {
            await alice.EnterAsync(line);
        }
        foreach (var shown in new[]
        {
            "alice*  first (edited)", "alice*  (deleted)", "alice*  * waves", "alice*  /slash",
            "Unknown command /jion. Did you mean /join? Nothing was sent.",
            "-- joined #garden", "#lobby alice*  from afar",
        })
        {
            await alice.ShowsAsync(shown);
        }

        await alice.EnterAsync("/status");

        await alice.ShowsAsync("connected, WebSockets, json, as guest-");
        await alice.ShowsAsync("#lobby  at 7 of 7");
        await alice.PromptsAsync("[#garden connected", "ms] >");
    }

    [Fact]
    public async Task A_connection_dropped_by_hand_comes_back_where_it_was()
    {
        await using var alice = await AliceAsync();
        await alice.EnterAsync("before");
        await alice.EnterAsync("/reconnect");
        await alice.EnterAsync("after");
        await alice.ShowsAsync("-- connected again");
        await alice.ShowsAsync("alice*  after");

        var own = (await alice.LinesAsync()).Where(line => line.Contains("alice*  ", StringComparison.Ordinal));
        Assert.Equal(["before", "after"], own.Select(line => line.Split("  ")[1]));
    }

    [Fact]
    public async Task What_others_say_moves_no_cursor_and_colours_nothing()
    {
        await using var alice = await AliceAsync();
        await using var bob = await _server.ConnectAsync("bob");
        await bob.JoinAsync("lobby");

        await bob.SendAsync("lobby", "a\e[2J\e[1;1H\e]0;title\ab\u009b31mc[bold]d[/]");

        await alice.ShowsAsync("bob  a[2J[1;1H]0;titleb31mc[bold]d[/]");
        await alice.ShowsAsync("-- joined #lobby");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task There_are_colours_unless_they_are_not_wanted(bool wanted)
    {
        var environment = new Dictionary<string, string>();
        if (!wanted)
            environment["NO_COLOR"] = "1";
        await using var alice = await AliceAsync(environment);
        await using var bob = await _server.ConnectAsync("bob");
        await bob.JoinAsync("lobby");
        await bob.SendAsync("lobby", "hello");
        await alice.ShowsAsync("bob  hello");

        var line = (await alice.ScreenAsync(colours: true)).Split('\n').Single(line => line.Contains("hello", StringComparison.Ordinal));

        Assert.Equal(wanted, Regex.IsMatch(line, @"\e\[(3[0-8]|9[0-7])"));
    }

    [Fact]
    public async Task Refused_credentials_end_with_4()
    {
        await using var terminal = await Terminal.StartAsync(["--url", $"{_server.Url}", "--token", "bad"]);

        await terminal.ShowsAsync("exit=4");
        await terminal.ShowsAsync("refused the credentials (401)");
    }

    private async Task<Terminal> AliceAsync(IReadOnlyDictionary<string, string>? environment = null)
    {
        var terminal = await Terminal.StartAsync(["--url", $"{_server.Url}", "--name", "alice"], environment: environment);
        await terminal.ShowsAsync("-- joined #lobby");
        return terminal;
    }
}
