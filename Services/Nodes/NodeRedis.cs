using System.Runtime.CompilerServices;
using System.Text.Json;
using StackExchange.Redis;

namespace SignalRChat.Services.Nodes;

/// <summary>
/// A node's entries in Redis: a hash with the entries, a lease with their version that expires with the node, the set of all
/// nodes' names, and a channel for changes. Both keys of a node are in one slot, so that they change together.
/// </summary>
internal sealed class NodeRedis(IConnectionMultiplexer redis, string prefix, string node, TimeSpan lease, TimeProvider time)
{
    /// <summary>As many entries go in one command: Redis and the connection serve others between two of them.</summary>
    public const int Page = 1_000;

    /// <summary>A hash outlives its lease for a while: a node that was only paused continues with it.</summary>
    private const int HashLivesLonger = 6;

    private static readonly TimeSpan _soon = TimeSpan.FromSeconds(1);
    private static readonly RedisChannel _news = RedisChannel.Literal("node-news");

    private readonly IDatabase _data = redis.GetDatabase();
    private readonly RedisKey _nodes = prefix + "nodes";

    public Task SubscribeAsync(Action<NodeStateChanged> hear) => redis.GetSubscriber().SubscribeAsync(_news, (_, message) =>
    {
        if (Read(message) is { } news && news.Node != node)
            hear(news);
    });

    /// <summary>
    /// Publishes the whole state again. The new hash is written page by page under a temporary name and then replaces the old
    /// one, so a reader sees either the old or the new hash.
    /// </summary>
    public async Task AssertAsync(Dictionary<string, string> entries, long version)
    {
        await _data.KeyDeleteAsync(NextHash(node));
        foreach (var page in entries.Chunk(Page))
        {
            await _data.HashSetAsync(NextHash(node), Array.ConvertAll(page, entry => new HashEntry(entry.Key, entry.Value)));
            await _data.KeyExpireAsync(NextHash(node), lease * HashLivesLonger);
            // The state published before stays valid while this takes its time.
            await _data.KeyExpireAsync(Lease(node), lease);
        }
        var all = _data.CreateTransaction();
        List<Task> moved = [all.KeyDeleteAsync(Hash(node))];
        if (entries.Count > 0)
            moved.Add(all.KeyRenameAsync(NextHash(node), Hash(node)));
        await CommitAsync(all, version, moved);
        await _data.SetAddAsync(_nodes, node);
        await PublishAsync(new NodeStateChanged { Node = node, Version = version });
    }

    /// <summary>
    /// Publishes the changes. False, and nothing is published, when Redis no longer holds the <paramref name="held"/> entries
    /// that were published before.
    /// </summary>
    public async Task<bool> ShareAsync(Dictionary<string, string?> changes, long version, int held)
    {
        var all = WhileItHolds(held);
        HashEntry[] set = [.. changes.Where(change => change.Value is not null).Select(change => new HashEntry(change.Key, change.Value))];
        RedisValue[] gone = [.. changes.Where(change => change.Value is null).Select(change => (RedisValue)change.Key)];
        List<Task> changed = [];
        if (set.Length > 0)
            changed.Add(all.HashSetAsync(Hash(node), set));
        if (gone.Length > 0)
            changed.Add(all.HashDeleteAsync(Hash(node), gone));
        if (!await CommitAsync(all, version, changed))
            return false;
        await PublishAsync(new NodeStateChanged { Node = node, Version = version, Changes = changes.Count <= Page ? changes : null });
        return true;
    }

    /// <summary>Renews the lease. False, and it is not renewed, when Redis no longer holds the published state of the node.</summary>
    public async Task<bool> RenewAsync(long version, int held)
    {
        if (!await CommitAsync(WhileItHolds(held), version, []))
            return false;
        await _data.SetAddAsync(_nodes, node);
        return true;
    }

    /// <summary>Reads the leases of the other nodes. Removes the remaining data of a node without a lease.</summary>
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
                await RemoveAsync(other!);
        }
        return live;
    }

    /// <summary>The version of another node's published state; null if the node has no lease.</summary>
    public async Task<long?> ReadVersionAsync(string other)
    {
        var version = await _data.StringGetAsync(Lease(other));
        return version.IsNull ? null : (long)version;
    }

    /// <summary>The published state of another node, in pages. Changes during the reading may be included or not.</summary>
    public async IAsyncEnumerable<List<KeyValuePair<string, string>>> ScanAsync(
        string other, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var page = new List<KeyValuePair<string, string>>();
        await foreach (var entry in _data.HashScanAsync(Hash(other), pageSize: Page).WithCancellation(cancellationToken))
        {
            page.Add(KeyValuePair.Create((string)entry.Name!, (string)entry.Value!));
            if (page.Count < Page)
                continue;
            yield return page;
            page = [];
        }
        yield return page;
    }

    /// <summary>The node is leaving: its published state stays valid for a while.</summary>
    public async Task LeaveAsync(long version, TimeSpan counts)
    {
        await _data.KeyExpireAsync(Lease(node), counts);
        await PublishAsync(new NodeStateChanged { Node = node, Version = version, CountsForMs = (long)counts.TotalMilliseconds });
    }

    // A lease beside a hash that a flush has emptied would have others read that all have gone.
    private ITransaction WhileItHolds(int entries)
    {
        var all = _data.CreateTransaction();
        all.AddCondition(Condition.HashLengthEqual(Hash(node), entries));
        return all;
    }

    private async Task<bool> CommitAsync(ITransaction all, long version, List<Task> queued)
    {
        queued.Add(all.KeyExpireAsync(Hash(node), lease * HashLivesLonger));
        queued.Add(all.StringSetAsync(Lease(node), version, lease));
        try
        {
            return await all.ExecuteAsync();
        }
        catch (RedisServerException aborted)
        {
            await Task.WhenAll(queued).WaitAsync(_soon, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // It only reports that one of its commands was refused; the command's own error gives the reason.
            throw queued.Find(command => command.IsFaulted)?.Exception?.InnerException ?? aborted;
        }
    }

    private async Task RemoveAsync(string other)
    {
        var dead = _data.CreateTransaction();
        // The node may have published everything again meanwhile.
        dead.AddCondition(Condition.KeyNotExists(Lease(other)));
        _ = dead.KeyDeleteAsync(Hash(other));
        if (await dead.ExecuteAsync())
            await _data.SetRemoveAsync(_nodes, other);
    }

    private Task<long> PublishAsync(NodeStateChanged news) =>
        redis.GetSubscriber().PublishAsync(_news, JsonSerializer.SerializeToUtf8Bytes(news));

    private RedisKey Lease(string name) => $"{prefix}node:{{{name}}}:lease";

    private RedisKey NextHash(string name) => $"{prefix}node:{{{name}}}:next";

    private RedisKey Hash(string name) => $"{prefix}node:{{{name}}}:entries";

    private static NodeStateChanged? Read(RedisValue message)
    {
        try
        {
            return JsonSerializer.Deserialize<NodeStateChanged>((byte[])message!);
        }
        catch (JsonException)
        {
            // From a newer node: its lease shows that there is something to read.
            return null;
        }
    }
}
