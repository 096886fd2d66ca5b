using System.Diagnostics;
using System.Text.Json;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Interop;

/// <summary>Clients that know only <c>docs/protocol.md</c> and a WebSocket library of another language.</summary>
public sealed class LibraryClientTests(LibraryClients clients) : IClassFixture<LibraryClients>
{
    private static readonly string[] _libraries = [LibraryClients.Python, LibraryClients.Node, LibraryClients.Go];
    private static readonly Dictionary<string, string> _settings = new() { ["Chat:Liveness:KeepAliveInterval"] = "00:00:01" };

    [Fact]
    public async Task Each_library_talks_as_the_protocol_says()
    {
        using var server = new ChatServer(_settings.ToDictionary(setting => setting.Key, string? (setting) => setting.Value));
        foreach (var library in _libraries)
        {
            var guest = await server.GuestAsync(library);

            using var program = clients.Start(library, server.Url, library, "talk", guest.AccessToken);
            var seen = await LibraryClients.ReadAsync(program);

            Assert.Equal("{}", seen.GetProperty("handshake").GetRawText());
            Assert.Equal(RoomRoles.Owner, Text(seen, "role"));
            Assert.Equal(1, seen.GetProperty("sent").GetProperty("sequence").GetInt64());
            Assert.False(seen.GetProperty("sent").GetProperty("duplicate").GetBoolean());
            Assert.Equal(1, seen.GetProperty("repeated").GetProperty("sequence").GetInt64());
            Assert.True(seen.GetProperty("repeated").GetProperty("duplicate").GetBoolean());
            var received = seen.GetProperty("received");
            Assert.Equal(("Grüße 👋", guest.UserId), (Text(received, "text"), Text(received, "userId")));
            Assert.Contains($"HubException: {ChatErrorCodes.RoomNotFound}: ", Text(seen, "refused"), StringComparison.Ordinal);
            var stored = Assert.Single(seen.GetProperty("history").EnumerateArray());
            Assert.Equal("Grüße 👋", Text(stored, "text"));
            Assert.Equal(1007, seen.GetProperty("code").GetInt32());
            Assert.NotEmpty(Text(seen, "reason"));
        }
    }

    [Fact]
    public async Task Each_library_learns_that_the_node_stops()
    {
        using var data = new TempDirectory();
        var settings = new Dictionary<string, string>(_settings)
        {
            ["Chat:Drain:ReadinessDelay"] = "00:00:00",
            ["Chat:Drain:Window"] = "00:00:00",
        };
        await using var server = await ServerProcess.StartNewAsync(data.Path, settings);
        var programs = new List<Process>();
        foreach (var library in _libraries)
        {
            var guest = await Guests.SignInAsync(server.Url, library);
            programs.Add(clients.Start(library, server.Url, "lobby", "wait", guest.AccessToken));
        }
        foreach (var program in programs)
            Assert.Equal("joined", await program.StandardOutput.ReadLineAsync().WaitAsync(Eventually.Deadline));

        await server.TerminateAsync();

        foreach (var program in programs)
        {
            var seen = await LibraryClients.ReadAsync(program);
            Assert.Equal(1001, seen.GetProperty("code").GetInt32());
            var events = seen.GetProperty("events").EnumerateArray().Select(name => name.GetString());
            Assert.Contains(nameof(IChatClient.SessionEnding), events);
            program.Dispose();
        }
    }

    private static string Text(JsonElement seen, string name) => seen.GetProperty(name).GetString()!;
}
