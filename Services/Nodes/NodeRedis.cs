using System.Text.Json;
using StackExchange.Redis;

namespace SignalRChat.Services.Nodes;

/// <summary>
/// A node's entries in Redis: a hash that holds them, a lease beside it that holds their version and runs out with the node, the set of all nodes' names, and a
/// channel for news. Both keys of a node lie in one slot, so that they change together.
/// </summary>
internal sealed class NodeRedis(IConnectionMultiplexer redis, string prefix, string node, TimeSpan lease)
{
    private const int Chunk = 1_000;

    /// <summary>A hash outlives its lease for a while: a node that was only paused goes on with it.</summary>
    private const int HashLivesLonger = 6;

    private static readonly RedisChannel _news = RedisChannel.Literal("node-news");

    private readonly IDatabase _data = redis.GetDatabase();
    private readonly RedisKey _nodes = prefix + "nodes";

    public Task SubscribeAsync(Action<NodeNews> hear) => redis.GetSubscriber().SubscribeAsync(_news, (_, message) =>
    {
        if (Read(message) is { } news && news.Node != node)
            hear(news);
    });

    /// <summary>Tells everything anew.</summary>
    public async Task AssertAsync(Dictionary<string, string> entries, long version)
    {
        var all = _data.CreateTransaction();
        _ = all.KeyDeleteAsync(Hash(node));
        foreach (var chunk in entries.Chunk(Chunk))
            _ = all.HashSetAsync(Hash(node), Array.ConvertAll(chunk, entry => new HashEntry(entry.Key, entry.Value)));
        await CommitAsync(all, version);
        await _data.SetAddAsync(_nodes, node);
        await PublishAsync(new NodeNews { Node = node, Version = version });
    }

    public async Task ShareAsync(Dictionary<string, string?> changes, long version)
    {
        var all = _data.CreateTransaction();
        HashEntry[] set = [.. changes.Where(change => change.Value is not null).Select(change => new HashEntry(change.Key, change.Value))];
        RedisValue[] gone = [.. changes.Where(change => change.Value is null).Select(change => (RedisValue)change.Key)];
        if (set.Length > 0)
            _ = all.HashSetAsync(Hash(node), set);
        if (gone.Length > 0)
            _ = all.HashDeleteAsync(Hash(node), gone);
        await CommitAsync(all, version);
        await PublishAsync(new NodeNews { Node = node, Version = version, Changes = changes.Count <= Chunk ? changes : null });
    }

    /// <summary>A sign of life; false when Redis no longer holds what the node has told.</summary>
    public async Task<bool> RenewAsync(long version, int count)
    {
        var held = _data.HashLengthAsync(Hash(node));
        var all = _data.CreateTransaction();
        await CommitAsync(all, version);
        await _data.SetAddAsync(_nodes, node);
        return await held == count;
    }

    /// <summary>The signs of life of the others. What is left of a node without one is removed.</summary>
    public async Task<List<NodeLease>> ReadLeasesAsync()
    {
        var live = new List<NodeLease>();
        foreach (var other in await _data.SetMembersAsync(_nodes))
        {
            if (other == node)
                continue;
            var found = await _data.StringGetWithExpiryAsync(Lease(other!));
            if (found is { Value.IsNull: false, Expiry: { } left })
                live.Add(new NodeLease(other!, (long)found.Value, left));
            else
                await Task.WhenAll(_data.SetRemoveAsync(_nodes, other), _data.KeyDeleteAsync(Hash(other!)));
        }
        return live;
    }

    /// <summary>What another node has told, as of its version; none when it has no lease.</summary>
    public async Task<(long Version, Dictionary<string, string> Entries)?> ReadAsync(string other)
    {
        var both = _data.CreateTransaction();
        var version = both.StringGetAsync(Lease(other));
        var entries = both.HashGetAllAsync(Hash(other));
        await both.ExecuteAsync();
        return (await version).IsNull ? null : ((long)await version, (await entries).ToDictionary(entry => (string)entry.Name!, entry => (string)entry.Value!));
    }

    /// <summary>The node goes away: what it told counts for a while still.</summary>
    public async Task LeaveAsync(long version, TimeSpan counts)
    {
        await _data.KeyExpireAsync(Lease(node), counts);
        await PublishAsync(new NodeNews { Node = node, Version = version, CountsForMs = (long)counts.TotalMilliseconds });
    }

    private async Task CommitAsync(ITransaction all, long version)
    {
        _ = all.KeyExpireAsync(Hash(node), lease * HashLivesLonger);
        _ = all.StringSetAsync(Lease(node), version, lease);
        await all.ExecuteAsync();
    }

    private Task<long> PublishAsync(NodeNews news) => redis.GetSubscriber().PublishAsync(_news, JsonSerializer.SerializeToUtf8Bytes(news));

    private RedisKey Lease(string name) => $"{prefix}node:{{{name}}}:lease";

    private RedisKey Hash(string name) => $"{prefix}node:{{{name}}}:entries";

    private static NodeNews? Read(RedisValue message)
    {
        try
        {
            return JsonSerializer.Deserialize<NodeNews>((byte[])message!);
        }
        catch (JsonException)
        {
            // Of a newer node: its lease says that there is something to read.
            return null;
        }
    }
}
