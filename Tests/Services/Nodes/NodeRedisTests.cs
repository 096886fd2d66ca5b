using SignalRChat.Services.Nodes;
using StackExchange.Redis;

namespace SignalRChat.Tests.Services.Nodes;

/// <summary>
/// Redis has a node's published state completely or not at all. A node that read a part would take the rest for gone.
/// </summary>
public sealed class NodeRedisTests : IAsyncLifetime
{
    private static readonly TimeSpan _lease = TimeSpan.FromMinutes(1);

    private RedisServer _server = null!;
    private ConnectionMultiplexer _redis = null!;
    private NodeRedis _here = null!;
    private NodeRedis _there = null!;

    public async Task InitializeAsync()
    {
        _server = await RedisServer.StartNewAsync();
        _redis = await ConnectionMultiplexer.ConnectAsync(_server.ConnectionString);
        _here = new NodeRedis(_redis, "chat:", "here", _lease, TimeProvider.System);
        _there = new NodeRedis(_redis, "chat:", "there", _lease, TimeProvider.System);
        await _here.AssertAsync(new() { ["alice"] = "1", ["bob"] = "2" }, version: 1);
    }

    public async Task DisposeAsync()
    {
        await _redis.DisposeAsync();
        _server.Dispose();
    }

    [Fact]
    public async Task Changes_are_published_on_top_of_the_earlier_ones()
    {
        Assert.True(await _here.ShareAsync(new() { ["bob"] = null, ["carol"] = "3" }, version: 2, held: 2));
        Assert.True(await _here.RenewAsync(version: 2, held: 2));

        Assert.Equal((2L, "alice carol"), await ReadAsync());
        Assert.Equal(2, Assert.Single(await _there.ReadLeasesAsync()).Version);
    }

    [Fact]
    public async Task After_a_flush_no_changes_are_published_until_everything_is()
    {
        await _server.FlushAsync();

        Assert.False(await _here.ShareAsync(new() { ["carol"] = "3" }, version: 2, held: 2));
        Assert.Null(await ReadAsync());
        await _here.AssertAsync(new() { ["alice"] = "1", ["bob"] = "2", ["carol"] = "3" }, version: 3);
        Assert.Equal((3L, "alice bob carol"), await ReadAsync());
    }

    [Fact]
    public async Task After_a_flush_no_sign_of_life_stands_beside_what_is_not_there()
    {
        await _server.FlushAsync();

        Assert.False(await _here.RenewAsync(version: 1, held: 2));

        Assert.Null(await ReadAsync());
        Assert.Empty(await _there.ReadLeasesAsync());
    }

    [Fact]
    public async Task What_is_left_of_a_node_without_a_sign_of_life_is_removed()
    {
        var data = _redis.GetDatabase();
        await data.KeyDeleteAsync("chat:node:{here}:lease");

        Assert.Empty(await _there.ReadLeasesAsync());

        Assert.False(await data.KeyExistsAsync("chat:node:{here}:entries"));
        Assert.Empty(await data.SetMembersAsync("chat:nodes"));
    }

    /// <summary>The data that the other node reads: the version, and the keys in alphabetical order.</summary>
    private async Task<(long Version, string Keys)?> ReadAsync()
    {
        var keys = new List<string>();
        await foreach (var page in _there.ScanAsync("here"))
            keys.AddRange(page.Select(entry => entry.Key));
        return await _there.ReadVersionAsync("here") is { } version
            ? (version, string.Join(' ', keys.Distinct().Order(StringComparer.Ordinal)))
            : null;
    }
}
