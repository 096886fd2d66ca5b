using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.ClientConsole;

/// <summary>The console as a process against the complete server.</summary>
public sealed class RealServerTests : IDisposable
{
    private readonly ChatServer _server = new();

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task Two_consoles_talk(string protocol)
    {
        using var bob = Console("--name", "bob", "--protocol", protocol);
        await bob.TypeAsync("here\n");
        Assert.EndsWith("bob*  here", await bob.ReadLineAsync(), StringComparison.Ordinal);

        var alice = await ConsoleProcess.RunAsync(
            "hello\n/me waves\n", "--url", $"{_server.Url}", "--name", "alice", "--protocol", protocol);

        Assert.Equal((0, 2), (alice.Code, Lines(alice.Output).Length));
        Assert.EndsWith("alice  hello", await bob.ReadLineAsync(), StringComparison.Ordinal);
        Assert.EndsWith("alice  * waves", await bob.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal(0, (await bob.EndAsync()).Code);
    }

    [Theory]
    [InlineData("auto", "WebSockets")]
    [InlineData("websockets", "WebSockets")]
    [InlineData("server-sent-events", "ServerSentEvents")]
    [InlineData("long-polling", "LongPolling")]
    public async Task The_transport_that_is_asked_for_is_taken(string asked, string taken)
    {
        using var server = new ChatServer(
            new() { ["Chat:Transports:ServerSentEvents"] = "true", ["Chat:Transports:LongPolling"] = "true" });

        var (code, output, error) = await ConsoleProcess.RunAsync("hello\n/status\n", "--url", $"{server.Url}", "--transport", asked);

        Assert.True(code == 0, error);
        Assert.Contains($"connected, {taken}, json", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transport_that_the_server_does_not_offer_is_no_connection()
    {
        var (code, _, error) = await ConsoleProcess.RunAsync(
            "hello\n", "--url", $"{_server.Url}", "--transport", "long-polling", "--connect-timeout", "2");

        Assert.True(code == 3, $"{code}: {error}");
    }

    [Fact]
    public async Task After_zero_prints_the_room_from_its_beginning()
    {
        await ConsoleProcess.RunAsync("one\ntwo\nthree\n", "--url", $"{_server.Url}");

        var (code, output, _) = await ConsoleProcess.RunAsync("four\n", "--url", $"{_server.Url}", "--after", "1");

        Assert.Equal(0, code);
        Assert.Equal(["two", "three", "four"], Lines(output).Select(line => line.Split("  ")[1]));
    }

    [Fact]
    public async Task Commands_are_run_in_their_turn()
    {
        var (code, output, error) = await ConsoleProcess.RunAsync(
            "/join garden\nin the garden\n/leave\nback in the lobby\n/who\n/rooms\n/history 1\n/help\n/quit\nnever said\n",
            "--url", $"{_server.Url}", "--name", "alice");

        Assert.True(code == 0, error);
        Assert.Contains("alice*  in the garden", output, StringComparison.Ordinal);
        Assert.Contains("alice  here, owner", output, StringComparison.Ordinal);
        Assert.Contains("#lobby  1 here, member", output, StringComparison.Ordinal);
        Assert.Contains("/history [N]", output, StringComparison.Ordinal);
        Assert.DoesNotContain("never said", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x\n", 4, "--token", "not.a.token")]
    [InlineData("x\n", 4, "--name", " ")]
    [InlineData("x\n", 6, "--room", "No Such Room")]
    [InlineData("", 0)]
    public async Task A_process_ends_with_its_code(string input, int expected, params string[] arguments)
    {
        var (code, _, error) = await ConsoleProcess.RunAsync(input, ["--url", $"{_server.Url}", .. arguments]);

        Assert.True(expected == code, $"{code}: {error}");
    }

    [Fact]
    public async Task A_line_that_is_too_long_ends_with_six()
    {
        var (code, output, error) = await ConsoleProcess.RunAsync(new string('x', 5_000) + "\nfine\n", "--url", $"{_server.Url}");

        Assert.Equal(6, code);
        Assert.Contains("!! text-too-long: ", error, StringComparison.Ordinal);
        Assert.Contains("fine", output, StringComparison.Ordinal);
    }

    private ConsoleProcess Console(params string[] arguments) => ConsoleProcess.Start(["--url", $"{_server.Url}", .. arguments]);

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
