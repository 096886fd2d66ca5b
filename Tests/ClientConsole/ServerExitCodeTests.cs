namespace SignalRChat.Tests.ClientConsole;

/// <summary>Each exit code, from a process of the console against a process of the server.</summary>
public sealed class ServerExitCodeTests(ServerExitCodeTests.RunningServer fixture) : IClassFixture<ServerExitCodeTests.RunningServer>
{
    private string Url => $"{fixture.Server.Url}";

    [Theory]
    [InlineData(0, "one\n/me waves\n/who\n", "")]
    [InlineData(0, "", "send hello there")]
    [InlineData(0, "one\n/two\n", "send")]
    [InlineData(0, "", "tail --after 0 --count 1", "something to read")]
    [InlineData(0, "", "tail --after 0 --wait-for ^some.*read$", "something to read")]
    [InlineData(0, "", "soak --connections 4 --rooms 2 --rate 20 --duration 2")]
    [InlineData(2, "", "--nope")]
    [InlineData(2, "", "send --nope")]
    [InlineData(2, "", "tail --timeout 1")]
    [InlineData(2, "", "tail --wait-for [")]
    [InlineData(2, "", "soak --rooms 3 --connections 2")]
    [InlineData(2, "/jion x\n", "")]
    [InlineData(2, "/history x\n", "")]
    [InlineData(4, "x\n", "--token bad")]
    [InlineData(4, "", "soak --token bad")]
    [InlineData(4, "x\n", "--name \u0007")]
    [InlineData(6, "/msg nowhere x\n", "")]
    [InlineData(6, "", "send --room No-Such-Room hello")]
    [InlineData(6, "/edit changed\n", "--room !")]
    [InlineData(7, "", "tail --wait-for never --timeout 1")]
    [InlineData(7, "ping\n", "--wait-for ping --timeout 1")]
    public async Task A_run_ends_with_its_code(int expected, string input, string arguments, string? before = null)
    {
        if (before is not null)
            await ConsoleProcess.RunAsync(before, "--url", Url);

        var (code, _, error) = await ConsoleProcess.RunAsync(
            input, [.. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--url", Url]);

        Assert.True(expected == code, $"{code}: {error}");
    }

    [Fact]
    public async Task One_when_the_output_cannot_be_written()
    {
        await ConsoleProcess.RunAsync("something to print\n", "--url", Url);

        using var shell = ConsoleProcess.StartShell($"exec dotnet \"$0\" tail --after 0 --url {Url} >/dev/full");
        var (code, _, error) = await shell.EndAsync();

        Assert.Equal(1, code);
        Assert.Contains("!! unexpected: No space left on device", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x\n", "--connect-timeout 2")]
    [InlineData("", "soak --connect-timeout 2")]
    public async Task Three_when_the_server_is_gone(string input, string arguments)
    {
        using var data = new TempDirectory();
        await using var server = await ServerProcess.StartNewAsync(data);
        await server.KillAsync();

        Assert.Equal(3, (await ConsoleProcess.RunAsync(input, [.. arguments.Split(' '), "--url", $"{server.Url}"])).Code);
    }

    [Fact]
    public async Task Five_when_the_connection_does_not_come_back()
    {
        using var data = new TempDirectory();
        await using var server = await ServerProcess.StartNewAsync(data);
        using var tail = ConsoleProcess.Start("tail", "--output", "json", "--url", $"{server.Url}", "--connect-timeout", "3");
        await tail.UntilAsync("\"joined\"");

        await server.KillAsync();
        var (code, output, error) = await tail.EndAsync();

        Assert.Equal(5, code);
        Assert.Contains("\"state\":\"reconnecting\"", output, StringComparison.Ordinal);
        Assert.Contains("giving up", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Six_when_a_line_stays_without_an_answer()
    {
        using var data = new TempDirectory();
        await using var server = await ServerProcess.StartNewAsync(data);
        using var console = ConsoleProcess.Start("--output", "json", "--url", $"{server.Url}", "--connect-timeout", "3");
        await console.UntilAsync("\"joined\"");
        await server.KillAsync();

        await console.TypeAsync("never stored\n");

        Assert.Equal(6, (await console.EndAsync()).Code);
    }

    [Fact]
    public async Task A_hundred_and_thirty_after_Ctrl_C()
    {
        using var tail = ConsoleProcess.Start("tail", "--output", "json", "--url", Url);
        await tail.UntilAsync("\"joined\"");

        Assert.Equal(130, (await tail.InterruptAsync()).Code);
    }

    [Fact]
    public async Task A_script_waits_over_a_restart_of_the_server_and_misses_nothing()
    {
        using var data = new TempDirectory();
        await using var server = await ServerProcess.StartNewAsync(data);
        using var tail = ConsoleProcess.Start(
            "tail", "--output", "json", "--url", $"{server.Url}", "--connect-timeout", "60", "--wait-for", "^last$");
        await tail.UntilAsync("\"joined\"");
        await server.KillAsync();
        await server.StartAsync();
        await ConsoleProcess.RunAsync("first\nlast\n", "--url", $"{server.Url}", "--connect-timeout", "60");

        var (code, output, error) = await tail.EndAsync();

        Assert.True(code == 0, error);
        Assert.Contains("\"text\":\"first\"", output, StringComparison.Ordinal);
    }

    /// <summary>A server for the tests that do not harm it.</summary>
    public sealed class RunningServer : IAsyncLifetime, IDisposable
    {
        private readonly TempDirectory _data = new();

        internal ServerProcess Server { get; private set; } = null!;

        public async Task InitializeAsync() => Server = await ServerProcess.StartNewAsync(_data);

        public Task DisposeAsync() => Server.DisposeAsync().AsTask();

        public void Dispose() => _data.Dispose();
    }
}
