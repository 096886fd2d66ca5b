using SignalRChat.Client;
using SignalRChat.Contracts;
using SignalRChat.Tests.Client.Support;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Client;

/// <summary>A client whose frames the real server cannot read, as after a defect or a change on the way.</summary>
public sealed class UnreadableFrameTests : IDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(20);

    private readonly ChatServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task It_stops_with_the_reason_and_can_be_started_again()
    {
        await using var proxy = TcpProxy.Start(_server.Url);
        var guest = await _server.GuestAsync("alice");
        await using var client = new AppClient(
            new() { Url = proxy.Url, AccessTokenProvider = _ => Task.FromResult<string?>(guest.AccessToken) });
        await client.Chat.ConnectAsync().WaitAsync(_deadline);
        await client.Chat.JoinAsync("lobby").WaitAsync(_deadline);

        proxy.SpoilNext();
        var lost = await Assert.ThrowsAsync<ChatDisconnectedException>(() => client.Chat.SendAsync("lobby", "spoilt").WaitAsync(_deadline));

        await client.UntilAsync(() => client.States.Last().State == ChatConnectionState.Closed);
        Assert.Equal(SessionEndCodes.MalformedFrame, lost.Code);
        var ended = client.States.Last().Error as ChatDisconnectedException;
        Assert.Equal((SessionEndCodes.MalformedFrame, 1), (ended?.Code, client.Connects));
        await client.Chat.ConnectAsync().WaitAsync(_deadline);
        await client.Chat.SendAsync("lobby", "fine").WaitAsync(_deadline);
    }
}
