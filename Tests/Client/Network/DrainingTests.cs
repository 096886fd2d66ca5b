using SignalRChat.Client;
using SignalRChat.Contracts;
using SignalRChat.Tests.Client.Support;

namespace SignalRChat.Tests.Client.Network;

public sealed class DrainingTests
{
    [Fact]
    public async Task Clients_of_a_restarting_server_return_when_asked_and_miss_nothing()
    {
        using var data = new TempDirectory();
        await using var server = await ServerProcess.StartNewAsync(data);
        var token = (await Guests.SignInAsync(server.Url, "ada")).AccessToken;
        var clients = Enumerable.Range(0, 8).Select(_ => new AppClient(new()
        {
            Url = server.Url,
            AccessTokenProvider = _ => Task.FromResult<string?>(token),
            Backoff = new FullJitterBackoff(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(100), () => 0),
        })).ToArray();
        foreach (var client in clients)
        {
            await client.Chat.ConnectAsync().WaitAsync(RealServer.Deadline);
            await client.Chat.JoinAsync("lobby", after: 0).WaitAsync(RealServer.Deadline);
        }

        Assert.Equal(0, (await server.TerminateAsync()).Code);
        var sent = clients.Select(client => client.Chat.SendAsync("lobby", "while it was away")).ToArray();
        await server.StartAsync();
        await Task.WhenAll(sent).WaitAsync(RealServer.Deadline);

        foreach (var client in clients)
            await client.UntilAsync(() => client.Revisions.Count == clients.Length);
        var waits = clients
            .Select(client => client.States.First(change => change.State == ChatConnectionState.Reconnecting).RetryIn)
            .ToArray();
        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(2)));
        // The chance that all eight draw from the first tenth of the window is one in 100 million runs.
        Assert.True(waits.Max() > TimeSpan.FromMilliseconds(200), string.Join(", ", waits));
        Assert.True(waits.Distinct().Count() > 1);
        Assert.All(clients, client => Assert.Equal(SessionEndCodes.ServerStopping, Assert.Single(client.Endings).Code));
        foreach (var client in clients)
            await client.DisposeAsync();
    }
}
