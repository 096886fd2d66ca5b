using System.Collections.Concurrent;
using System.Text.Json;

namespace SignalRChat.BrowserTests.Support;

/// <summary>Measures the bytes that a page receives for each response: headers and encoded bodies.</summary>
internal sealed class Loads
{
    private readonly ICDPSession _session;
    private readonly ConcurrentQueue<string> _paths = [];
    private long _bytes;
    private int _count;

    private Loads(ICDPSession session) => _session = session;

    public long Bytes => Interlocked.Read(ref _bytes);

    public int Count => Volatile.Read(ref _count);

    public IReadOnlyCollection<string> Paths => _paths;

    /// <summary>Starts the count with an empty cache.</summary>
    public static async Task<Loads> OfAsync(IPage page)
    {
        var loads = new Loads(await page.Context.NewCDPSessionAsync(page));
        loads._session.Event("Network.loadingFinished").OnEvent += (_, finished) => loads.Finished(finished);
        loads._session.Event("Network.requestWillBeSent").OnEvent += (_, sent) =>
            loads._paths.Enqueue(new Uri(sent!.Value.GetProperty("request").GetProperty("url").GetString()!).AbsolutePath);
        await loads._session.SendAsync("Network.enable");
        await loads.WithoutCacheAsync();
        return loads;
    }

    public Task WithoutCacheAsync() => CacheAsync(disabled: true);

    /// <summary>Restarts the count with the browser's cache.</summary>
    public async Task UseCacheAsync()
    {
        await CacheAsync(disabled: false);
        Interlocked.Exchange(ref _bytes, 0);
        Interlocked.Exchange(ref _count, 0);
    }

    private async Task CacheAsync(bool disabled) =>
        await _session.SendAsync("Network.setCacheDisabled", new Dictionary<string, object> { ["cacheDisabled"] = disabled });

    private void Finished(JsonElement? finished)
    {
        Interlocked.Add(ref _bytes, (long)finished!.Value.GetProperty("encodedDataLength").GetDouble());
        Interlocked.Increment(ref _count);
    }
}
