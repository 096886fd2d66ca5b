using Microsoft.Extensions.Time.Testing;
using SignalRChat.Client;
using SignalRChat.ClientConsole.Connection;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.ClientConsole;

public sealed class SessionTests
{
    [Fact]
    public async Task A_guest_whose_token_is_renewed_stays_the_same_user()
    {
        using var server = new ChatServer();
        using var asked = new Asked();
        using var http = new HttpClient(asked);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var tokens = new GuestTokenProvider(http, server.Url, "alice", time);
        var first = await tokens.GetAsync(CancellationToken.None);
        Assert.Equal(first, await tokens.GetAsync(CancellationToken.None));

        time.Advance(TimeSpan.FromMinutes(50));
        var second = await tokens.GetAsync(CancellationToken.None);

        Assert.Equal([null, first], asked.Tokens);
        Assert.NotNull(TokenSubject.Of(first));
        Assert.Equal(TokenSubject.Of(first), TokenSubject.Of(second));
    }

    [Fact]
    public async Task What_waits_for_its_outcome_is_begun_again_on_the_next_client_in_its_order()
    {
        await using var server = await FakeServer.StartAsync();
        await using var session = new ConsoleSession(() => new ChatClient(new() { Url = server.Url }));
        await session.ConnectAsync(CancellationToken.None);
        await session.JoinAsync("lobby", null, CancellationToken.None);
        await server.StopAsync();
        var sent = Enumerable.Range(1, 5)
            .Select(n => session.SendAsync(
                "lobby", new() { Text = $"{n}", MessageId = session.NewMessageId() }, CancellationToken.None))
            .ToArray();

        await session.ReconnectAsync(() => []).WaitAsync(TestClient.Deadline);
        await server.StartAgainAsync();
        await Task.WhenAll(sent).WaitAsync(TestClient.Deadline);

        Assert.Equal(["1", "2", "3", "4", "5"], server.Room("lobby").Stored.Select(message => message.Text));
    }

    [Fact]
    public async Task A_first_connect_that_is_given_up_for_another_client_still_counts()
    {
        await using var server = await FakeServer.StartAsync();
        await server.StopAsync();
        await using var session = new ConsoleSession(() => new ChatClient(new() { Url = server.Url }));
        var connecting = session.ConnectAsync(CancellationToken.None);

        await session.ReconnectAsync(() => []).WaitAsync(TestClient.Deadline);
        await server.StartAgainAsync();

        await connecting.WaitAsync(TestClient.Deadline);
        Assert.Equal(ChatConnectionState.Connected, session.State);
    }

    [Fact]
    public async Task The_trace_knows_the_transport_and_how_long_a_connect_took()
    {
        await using var server = await FakeServer.StartAsync();
        using var trace = new ConnectionTrace(TimeProvider.System);
        await using var client = new ChatClient(new() { Url = server.Url, LoggerFactory = trace });

        await client.ConnectAsync();

        Assert.Equal("WebSockets", trace.Last!.Transport);
        Assert.InRange(trace.Last.Negotiate!.Value, TimeSpan.Zero, trace.Last.Total);
    }

    /// <summary>Records the tokens of the requests.</summary>
    private sealed class Asked() : DelegatingHandler(new SocketsHttpHandler())
    {
        public List<string?> Tokens { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Tokens.Add(request.Headers.Authorization?.Parameter);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
