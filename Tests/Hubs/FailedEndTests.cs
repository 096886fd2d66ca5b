using Microsoft.Extensions.Hosting;
using SignalRChat.Contracts;
using SignalRChat.Services.Users;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>A connection that cannot be ended keeps no other one.</summary>
public sealed class FailedEndTests : IDisposable
{
    /// <summary>The log line of a connection that is ended.</summary>
    private const int Ended = 2101;

    private readonly LogThatFailsOnce _log = new(Ended);
    private readonly ChatServer _server;

    public FailedEndTests() => _server = new ChatServer(new() { ["Logging:LogLevel:SignalRChat"] = "Information" }, _log.Add);

    public void Dispose()
    {
        _server.Dispose();
        _log.Dispose();
    }

    /// <summary>Regression: the first connection that failed left the newer ones of the user open for good.</summary>
    [Fact]
    public async Task A_backend_ends_the_others_of_the_user()
    {
        await using var first = await _server.ConnectAsync("alice");
        await using var second = await TestClient.ConnectAsync(_server, first.Guest, "json");

        await _server.Get<UserService>().EndConnectionsAsync(first.Guest.UserId);

        Assert.Equal(SessionEndCodes.EndedByBackend, (await second.NextAsync<SessionEnd>()).Code);
    }

    /// <summary>Regression: the first connection that failed ended the drain, and the clients were cut without a reason.</summary>
    [Fact]
    public async Task A_node_that_leaves_closes_the_others()
    {
        await using var alice = await _server.ConnectAsync("alice");
        await using var bob = await _server.ConnectAsync("bob");

        var stopping = Task.Run(_server.Get<IHostApplicationLifetime>().StopApplication);

        // Whichever fails is not told.
        var told = await Task.WhenAny(alice.NextAsync<SessionEnd>(), bob.NextAsync<SessionEnd>());
        Assert.Equal(SessionEndCodes.ServerStopping, (await told).Code);
        await alice.DisposeAsync();
        await bob.DisposeAsync();
        await stopping.WaitAsync(TestClient.Deadline);
    }
}
