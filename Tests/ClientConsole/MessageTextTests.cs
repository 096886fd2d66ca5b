using System.Text.Json;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.ClientConsole;

/// <summary>The text of a message reaches the room unchanged: the command line interprets no part of it.</summary>
public sealed class MessageTextTests : IDisposable
{
    private readonly ChatServer _server = new();
    private readonly TempDirectory _folder = new();

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    // Regression: "send @file" posted the lines of the file, "send '@alice hi'" failed because there is no such file, and "send
    // /?" printed the help.
    [Fact]
    public async Task Send_posts_its_text_as_it_was_given()
    {
        var file = _folder.File("secret");
        await File.WriteAllTextAsync(file, "a secret\nof three\nlines\n");
        string[][] texts =
        [
            [$"@{file}"], ["@alice hi"], ["@"], ["hello", $"@{file}"], ["--", $"@{file}", "-v"],
            ["/?"], ["/h"], ["/who"], ["[suggest] x"], ["[env:CHAT_ROOM=x]"], ["--", "--"], ["--", "-h"], ["--", "a", "--", "b"],
            ["a=b:c \"d\" 'e' \\n $HOME %USER% [red]f[/]"],
        ];

        var sends = await Task.WhenAll(texts.Select(text => RunAsync(text)));
        // A flag takes no value, so the next word belongs to the text.
        var behindFlag = await RunAsync("--no-color", "true", "story");

        Assert.All([.. sends, behindFlag], send => Assert.True(send.Code == 0, $"{send.Code}: {send.Error}"));
        var expected = texts.Select(text => string.Join(' ', text[0] == "--" ? text[1..] : text)).Append("true story");
        Assert.Equal(expected.Order(StringComparer.Ordinal), (await TextsAsync()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("--nope", "--", "hello")]
    [InlineData("-nice", "to", "meet", "you")]
    public async Task An_unknown_option_is_neither_sent_nor_split_into_options(params string[] text)
    {
        Assert.Equal(2, await SendAsync(text));
    }

    // Regression: a script with an empty variable sent the rest of its own input.
    [Fact]
    public async Task An_empty_text_does_not_send_the_standard_input()
    {
        var (code, _, error) = await ConsoleProcess.RunAsync("not for the room\n", "send", "--url", $"{_server.Url}", "");
        await SendAsync("the end");

        Assert.True(code == 6, $"{code}: {error}");
        Assert.Equal(["the end"], await TextsAsync());
    }

    [Theory]
    [InlineData("SignalRChat.Bench", "load", "--data")]
    [InlineData("SignalRChat.Faults", "short", "--output")]
    public void The_other_programs_do_not_read_files_in_place_of_arguments(string program, string command, string option)
    {
        var file = ConsoleProcess.Program.Replace("SignalRChat.ClientConsole", program, StringComparison.Ordinal);

        var (code, said) = Tool.Run("dotnet", file, command, option, "@nowhere", "--help");

        Assert.True(code == 0, said);
    }

    private async Task<int> SendAsync(params string[] text) => (await RunAsync(text)).Code;

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] text) =>
        ConsoleProcess.RunAsync("", ["send", "--url", $"{_server.Url}", .. text]);

    private async Task<string[]> TextsAsync()
    {
        var (_, output, _) = await ConsoleProcess.RunAsync("/quit\n", "--url", $"{_server.Url}", "--after", "0", "--output", "json");
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Text).OfType<string>()];
    }

    private static string? Text(string line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("event").GetString() == "message" ? json.RootElement.GetProperty("text").GetString() : null;
    }
}
