using SignalRChat.Contracts;

namespace SignalRChat.Tests.ClientConsole;

/// <summary>Scripts rely on the exit codes. A process with piped input shows each of them.</summary>
public sealed class ExitCodeTests
{
    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task Zero_when_every_line_is_stored(string protocol)
    {
        await using var server = await FakeServer.StartAsync();

        var (code, output, error) = await ConsoleProcess.RunAsync(
            "one\n\n//two\n/me waves", "--url", $"{server.Url}", "--protocol", protocol);

        Assert.Equal((0, ""), (code, error.Contains("!!", StringComparison.Ordinal) ? error : ""));
        Assert.Equal(["one", "/two", "* waves"], server.Room("lobby").Stored.Select(message => message.Text));
        Assert.Equal(3, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("--nope")]
    [InlineData("--protocol", "xml")]
    [InlineData("--url", "localhost")]
    [InlineData("--after", "-1")]
    [InlineData("--connect-timeout", "0")]
    [InlineData("surplus")]
    public async Task Two_for_a_mistake_on_the_command_line(params string[] arguments)
    {
        var (code, _, error) = await ConsoleProcess.RunAsync("", arguments);

        Assert.Equal(2, code);
        Assert.NotEqual("", error);
    }

    [Fact]
    public async Task Two_for_an_unknown_command_which_is_not_sent()
    {
        await using var server = await FakeServer.StartAsync();

        var (code, _, error) = await ConsoleProcess.RunAsync("/jion garden\n", "--url", $"{server.Url}");

        Assert.Equal(2, code);
        Assert.Contains("Did you mean /join?", error, StringComparison.Ordinal);
        Assert.Empty(server.Sends);
    }

    [Fact]
    public async Task Three_when_there_is_no_server_to_connect_to()
    {
        var (code, _, error) = await ConsoleProcess.RunAsync("x\n", "--url", "http://127.0.0.1:1", "--connect-timeout", "3");

        Assert.Equal(3, code);
        Assert.Contains("-- cannot connect: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Four_when_the_credentials_are_refused()
    {
        await using var server = await FakeServer.StartAsync();
        server.Status = 401;

        var (code, _, error) = await ConsoleProcess.RunAsync("x\n", "--url", $"{server.Url}", "--token", "bad");

        Assert.Equal(4, code);
        Assert.Contains("refused the credentials (401)", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Four_when_the_server_takes_no_guests()
    {
        await using var server = await FakeServer.StartAsync();
        server.Status = 404;

        var (code, _, error) = await ConsoleProcess.RunAsync("x\n", "--url", $"{server.Url}");

        Assert.Equal(4, code);
        Assert.Contains("does not accept guests", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Six_when_a_line_is_refused_and_the_lines_behind_it_are_still_sent()
    {
        await using var server = await FakeServer.StartAsync();
        server.Faults.Refuse(nameof(IChatHub.SendMessage), "text-too-long: The text has 5,000 characters.");

        var (code, _, error) = await ConsoleProcess.RunAsync("long\nfine\n", "--url", $"{server.Url}");

        Assert.Equal(6, code);
        Assert.Contains("!! text-too-long: The text has 5,000 characters.", error, StringComparison.Ordinal);
        Assert.Equal("fine", Assert.Single(server.Room("lobby").Stored).Text);
    }

    [Fact]
    public async Task Six_when_the_connection_is_lost_and_a_line_stays_without_an_answer()
    {
        await using var server = await FakeServer.StartAsync();
        using var console = ConsoleProcess.Start("--url", $"{server.Url}", "--connect-timeout", "5");
        await console.TypeAsync("one\n");
        Assert.EndsWith("one", await console.ReadLineAsync(), StringComparison.Ordinal);
        await server.StopAsync();

        await console.TypeAsync("two\n");
        var (code, _, error) = await console.EndAsync();

        Assert.Equal(6, code);
        Assert.Contains("giving up", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hundred_and_thirty_after_Ctrl_C()
    {
        await using var server = await FakeServer.StartAsync();
        using var console = ConsoleProcess.Start("--url", $"{server.Url}");
        await console.TypeAsync("one\n");
        await console.ReadLineAsync();

        Assert.Equal(130, (await console.InterruptAsync()).Code);
    }
}
