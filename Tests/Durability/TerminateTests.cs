using System.Net.WebSockets;
using SignalRChat.Contracts;
using Xunit.Abstractions;

namespace SignalRChat.Tests.Durability;

public sealed class TerminateTests(ITestOutputHelper output) : IDisposable
{
    private const int Users = 6;

    private readonly TempDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_server_stopped_under_load_ends_cleanly_with_everything_it_acknowledged()
    {
        await using var server = await ServerProcess.StartNewAsync(_data.Path);
        using var crowd = await Crowd.SignInAsync(server.Url, Users, new Random(Seed.Choose()));
        var talk = crowd.TalkUntilLostAsync(server.Url);
        await crowd.CameAsync();
        await crowd.Acknowledgements.MoreAsync(300).WaitAsync(ServerProcess.Deadline);

        var start = TimeProvider.System.GetTimestamp();
        var exit = await server.TerminateAsync();
        var took = TimeProvider.System.GetElapsedTime(start);
        await talk.WaitAsync(ServerProcess.Deadline);

        output.WriteLine($"Ended with {exit.Code} after {took.TotalMilliseconds:0} ms, {crowd.Acknowledgements.Count} acknowledged");
        Assert.True(exit.Code == 0, $"The server ended with {exit.Code}:\n{server.Output}");
        await crowd.CheckAsync(_data.Path);
        foreach (var talker in crowd.Talkers)
        {
            Assert.Equal(
                [(talker.Name, SessionEndCodes.ServerStopping, true)],
                talker.Endings.Select(end => (talker.Name, end.Code, end.Reconnect)));
        }

        await server.StartAsync();
        await crowd.FinishAsync(server, _data.Path);
    }

    [Fact]
    public async Task A_server_that_stops_closes_a_WebSocket_with_1001()
    {
        await using var server = await ServerProcess.StartNewAsync(_data.Path);
        var guest = await Guests.SignInAsync(server.Url, "alice");
        using var socket = await RawClient.ConnectAsync(RawUpgrade.Hub(server.Url), guest.AccessToken);

        var exit = server.TerminateAsync();
        var heard = await socket.ReadToEndAsync();

        Assert.Contains("""{"type":1,"target":"Draining","arguments":[{"reconnectAfterMs":""", heard, StringComparison.Ordinal);
        Assert.Contains(
            $$"""{"type":1,"target":"SessionEnding","arguments":[{"code":"server-stopping","reconnect":true}]}""",
            heard,
            StringComparison.Ordinal);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, socket.CloseStatus);
        Assert.Equal(1001, (int)socket.CloseStatus!);
        Assert.Equal(0, (await exit).Code);
    }
}
