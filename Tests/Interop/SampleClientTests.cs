using Microsoft.Extensions.Hosting;
using SignalRChat.Tests.Api;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Interop;

/// <summary>
/// Clients that know only <c>docs/protocol.md</c> and a WebSocket library. They run beside each other, each in its own room.
/// </summary>
public sealed class SampleClientTests(SampleClients samples) : IClassFixture<SampleClients>
{
    [Fact]
    public async Task Each_client_loses_and_repeats_nothing_and_obeys_refusals_and_closes()
    {
        var settings = UserTokenTests.Settings(UserTokenTests.NewKey());
        settings["Chat:Liveness:KeepAliveInterval"] = "00:00:01";
        settings["Chat:Drain:Window"] = "00:00:00";
        settings["Cors:AllowedOrigins:0"] = samples.Site.GetLeftPart(UriPartial.Authority);
        using var first = new ChatServer(settings);
        using var second = new ChatServer(settings);
        await using var refusing = await RefusingHub.StartAsync();
        var talks = new List<SampleTalk>();
        try
        {
            foreach (var library in SampleClients.Libraries)
                talks.Add(await SampleTalk.StartAsync(samples, first, library));

            await EachAsync(talks.Select(talk => talk.LoseConnectionsAsync()));

            talks.ForEach(talk => talk.Target = refusing.Url);
            await Task.Run(first.Get<IHostApplicationLifetime>().StopApplication).WaitAsync(TestClient.Deadline);
            await EachAsync(talks.Select(talk => talk.RetryAsync()));

            await EachAsync(talks.Select(talk => talk.MoveAsync(second)));

            await EachAsync(talks.SelectMany(talk => new[] { talk.IsRevokedAsync(), talk.IsBannedAsync() }));
        }
        finally
        {
            foreach (var talk in talks)
                await talk.DisposeAsync();
        }
    }

    /// <summary>Fails with the failures of all clients, and not only with the first one.</summary>
    private static async Task EachAsync(IEnumerable<Task> tasks)
    {
        var all = Task.WhenAll(tasks);
        await all.ContinueWith(_ => { }, TaskScheduler.Default);
        if (all.Exception is { } failures)
            throw failures;
    }
}
