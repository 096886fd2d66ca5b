using System.Runtime.Versioning;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.ClientConsole.Connection;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.ClientConsole;

/// <summary>The console keeps the same guest in all runs.</summary>
public sealed class GuestFileTests : IDisposable
{
    private readonly ChatServer _server = new();
    private readonly TempDirectory _profile = new();

    private string Folder => _profile.File("signalrchat/guests");

    public void Dispose()
    {
        _server.Dispose();
        _profile.Dispose();
    }

    // Regression: each run created another guest, who stayed a member of the room for ever.
    [Fact]
    public async Task Each_run_is_the_same_guest_for_a_server_and_name()
    {
        var alice = new[]
        {
            await SendAsync("alice"), await SendAsync("alice"), await SendAsync("alice", "--fresh"), await SendAsync("alice"),
        };
        var bob = await SendAsync("bob");

        Assert.Equal(alice[0], alice[1]);
        Assert.NotEqual(alice[0], alice[2]);
        Assert.Equal(alice[0], alice[3]);
        Assert.NotEqual(alice[0], bob);
        Assert.Equal(2, Files.Length);
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public async Task Only_the_owner_can_read_the_guests()
    {
        await SendAsync("alice");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(Files)));
    }

    [Fact]
    public async Task A_guest_of_another_server_at_the_address_is_replaced_by_a_new_one()
    {
        using var other = new ChatServer();
        await SendAsync("alice");
        var stranger = await File.ReadAllTextAsync(Files[0]);
        File.Delete(Files[0]);
        await SendAsync("alice", other.Url);
        // As after the server at an address has lost its data.
        await File.WriteAllTextAsync(Files[0], stranger);

        var (code, first, error) = await SendAsync("alice", other.Url);
        var (_, second, _) = await SendAsync("alice", other.Url);

        Assert.True(code == 0, error);
        Assert.Equal(first, second);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{ \"accessToken\": ")]
    [InlineData("{}")]
    [InlineData("{ \"accessToken\": \"a b\\n\", \"expiresAt\": 1, \"userId\": \"x\", \"name\": \"x\" }")]
    [InlineData("{ \"accessToken\": \"a.b.c\", \"expiresAt\": 99999999999999999, \"userId\": \"x\", \"name\": \"x\" }")]
    [InlineData("\0\0\0\0")]
    public async Task A_file_that_is_damaged_is_replaced_by_a_new_guest(string damage)
    {
        using var http = new HttpClient();
        Directory.CreateDirectory(Folder);
        await Tokens(http, TimeProvider.System).GetAsync(CancellationToken.None);
        await File.WriteAllTextAsync(Files[0], damage);

        var first = await Tokens(http, TimeProvider.System).GetAsync(CancellationToken.None);
        var second = await Tokens(http, TimeProvider.System).GetAsync(CancellationToken.None);

        Assert.NotNull(TokenSubject.Of(first));
        Assert.Equal(TokenSubject.Of(first), TokenSubject.Of(second));
    }

    [Fact]
    public async Task A_guest_is_kept_beyond_the_end_of_its_token()
    {
        using var http = new HttpClient();
        var first = await Tokens(http, TimeProvider.System).GetAsync(CancellationToken.None);

        var later = new FakeTimeProvider(TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(2));
        var second = await Tokens(http, later).GetAsync(CancellationToken.None);

        Assert.Equal(TokenSubject.Of(first), TokenSubject.Of(second));
    }

    [Fact]
    public async Task A_token_that_is_still_good_serves_while_the_server_gives_no_other()
    {
        using var server = new ChatServer(
            new() { ["Authentication:Guests:Tokens:Burst"] = "1", ["Authentication:Guests:Tokens:PerSecond"] = "0.02" });
        using var http = new HttpClient();
        GuestTokenProvider Provider() => new(http, server.Url, "alice", TimeProvider.System, new(Folder, server.Url, "alice"));
        var first = await Provider().GetAsync(CancellationToken.None);

        var second = await Provider().GetAsync(CancellationToken.None);

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Without_a_folder_that_can_be_written_a_run_is_a_new_guest()
    {
        await File.WriteAllTextAsync(_profile.File("signalrchat"), "not a folder");

        Assert.NotEqual(await SendAsync("alice"), await SendAsync("alice"));
    }

    private string[] Files => Directory.GetFiles(Folder);

    private GuestTokenProvider Tokens(HttpClient http, TimeProvider time) =>
        new(http, _server.Url, "alice", time, new(Folder, _server.Url, "alice"));

    /// <summary>Sends a message and returns the id of its user.</summary>
    private async Task<string> SendAsync(string name, params string[] more)
    {
        var (code, user, error) = await SendAsync(name, _server.Url, more);
        Assert.True(code == 0, error);
        return user!;
    }

    private async Task<(int Code, string? UserId, string Error)> SendAsync(string name, Uri url, params string[] more)
    {
        var (code, output, error) = await ConsoleProcess.RunWithAsync(
            new() { ["XDG_CONFIG_HOME"] = _profile }, "hello\n", ["--url", $"{url}", "--name", name, "--output", "json", .. more]);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return (code, lines.Select(OwnUser).FirstOrDefault(user => user is not null), error);
    }

    private static string? OwnUser(string line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.TryGetProperty("own", out var own) && own.GetBoolean()
            ? json.RootElement.GetProperty("userId").GetString()
            : null;
    }
}
