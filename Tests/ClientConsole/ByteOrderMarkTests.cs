using SignalRChat.ClientConsole.Input;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.ClientConsole;

/// <summary>A byte order mark at the start of an input is not part of it.</summary>
public sealed class ByteOrderMarkTests : IDisposable
{
    private readonly ChatServer _server = new();
    private readonly TempDirectory _profile = new();

    public void Dispose()
    {
        _server.Dispose();
        _profile.Dispose();
    }

    // Regression: a mark and "/who" in a pipe were posted to the room.
    [Theory]
    [InlineData(@"\357\273\277/who\n", "UTF-8")]
    [InlineData(@"\377\376/\0w\0h\0o\0\n\0", "UTF-16, little end first")]
    [InlineData(@"\376\377\0/\0w\0h\0o\0\n", "UTF-16, big end first")]
    public async Task Piped_input_may_begin_with_a_mark(string bytes, string encoding)
    {
        using var shell = ConsoleProcess.StartShell($"printf '{bytes}' | dotnet \"$0\" --name alice --url {_server.Url}");

        var (code, output, error) = await shell.EndAsync();

        Assert.True(code == 0, $"{encoding}: {error}");
        Assert.Contains("alice  here, owner", output, StringComparison.Ordinal);
        Assert.DoesNotContain("alice*", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_for_send_and_its_text_may_begin_with_a_mark()
    {
        using var shell = ConsoleProcess.StartShell($"printf '\\357\\273\\277one\\n' | dotnet \"$0\" send --url {_server.Url}");
        var lines = await shell.EndAsync();
        var text = await ConsoleProcess.RunAsync("", "send", "--url", $"{_server.Url}", "\uFEFFtwo");

        var (_, output, _) = await ConsoleProcess.RunAsync("", "--url", $"{_server.Url}", "--after", "0");

        Assert.Equal((0, 0), (lines.Code, text.Code));
        Assert.Equal(["one", "two"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split("  ")[1]));
    }

    [Fact]
    public async Task A_settings_file_and_a_token_may_begin_with_a_mark()
    {
        var guest = await _server.GuestAsync("bob");
        var folder = Directory.CreateDirectory(_profile.File("signalrchat"));
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "clientsettings.json"), $$"""{{'\uFEFF'}}{ "url": "{{_server.Url}}" }""");

        var (code, output, error) = await ConsoleProcess.RunWithAsync(
            new() { ["XDG_CONFIG_HOME"] = _profile, ["CHAT_TOKEN"] = $"\uFEFF{guest.AccessToken}" }, "/status\n");

        Assert.True(code == 0, error);
        Assert.Contains($"as {guest.UserId}", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_in_the_middle_may_begin_with_a_mark() =>
        Assert.Equal(new InputLine.Command("who", ""), InputLine.Parse("\uFEFF/who"));
}
