using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

public sealed class LogTests
{
    private const int Opened = 2010;
    private const int Closed = 2011;
    private const string Secret = "nobody's business";
    private static readonly string[] _ourWords = ["SignalRChat", "Program"];

    /// <summary>
    /// The rule holds for the server's own lines at every level, and for the framework's from Information up. Below that,
    /// SignalR logs the arguments of each call, and an operator who enables it wants them.
    /// </summary>
    [Fact]
    public async Task No_token_and_no_text_reaches_the_log()
    {
        using var server = new ChatServer(
            new()
            {
                ["Logging:LogLevel:Default"] = "Trace",
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace",
                ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "Trace",
                ["Chat:Limits:TextLength"] = "100",
            },
            services =>
            {
                HookedStore.Register(services);
                ServerLog.Collect(services);
            });
        var guest = await server.GuestAsync("alice");
        await using (var alice = await TestClient.ConnectAsync(server, guest, "json"))
        using (var raw = await server.ConnectRawAsync(guest))
        {
            await alice.JoinAsync("lobby");
            var sent = await alice.SendAsync("lobby", Secret);
            var edit = new EditMessageRequest { Room = "lobby", MessageId = sent.MessageId, Text = Secret + "!" };
            await alice.CallAsync(nameof(IChatHub.EditMessage), edit);
            await Assert.ThrowsAsync<HubException>(() => alice.SendAsync("lobby", string.Concat(Enumerable.Repeat(Secret, 10))));
            await Assert.ThrowsAsync<HubException>(() => alice.CallAsync(nameof(IChatHub.SendMessage), Secret));
            server.Get<HookedStore>().BeforeCommit = () => throw new InvalidOperationException("a defect");
            await Assert.ThrowsAsync<HubException>(() => alice.SendAsync("lobby", Secret));
            await raw.SendAsync("{ broken " + Secret);
            await raw.ReadUntilAsync(_ => false);
        }

        await Eventually.EqualAsync(2, () => server.Log().Count(line => line.Id.Id == Closed), "connections closed");
        var lines = server.Log();
        Assert.Contains(lines, line => line.Id.Id == 2000);
        Assert.Equal(2, lines.Count(line => line.Id.Id == Opened && line.Message.Contains(guest.UserId, StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.Id.Id == Closed && line.Message.Contains("closed with 1000", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Id.Id == Closed && line.Message.Contains("closed with 1007", StringComparison.Ordinal));
        foreach (var line in lines)
        {
            var written = $"{line.Category} {line.Level} {line.Message} {line.Exception}";
            Assert.DoesNotContain(guest.AccessToken, written, StringComparison.Ordinal);
            if (line.Level >= LogLevel.Information || _ourWords.Any(word => line.Category!.StartsWith(word, StringComparison.Ordinal)))
                Assert.DoesNotContain(Secret, written, StringComparison.Ordinal);
        }
    }
}
