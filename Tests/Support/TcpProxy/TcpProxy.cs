using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace SignalRChat.Tests.Support;

/// <summary>The ways through a proxy.</summary>
internal enum Way
{
    ToServer,
    ToClient,
}

/// <summary>
/// Stands between a client and a server and does to their bytes what networks do. What is told counts for the connections there
/// are and for those to come, until something else is told.
/// </summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly ConcurrentDictionary<ProxyLink, bool> _links = new();
    private readonly CancellationTokenSource _end = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ByteCut _cut = new();
    private readonly Func<Uri> _target;
    private readonly Task _run;
    private readonly long[] _passed = new long[2];
    private volatile Shape _shape = Shape.Open;
    private int _spoils;

    private TcpProxy(Func<Uri> target)
    {
        _target = target;
        _listener.Start();
        _run = AcceptAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public int Links => _links.Count;

    public static TcpProxy Start(Uri target) => new(() => target);

    /// <summary>Asks anew for each connection where it leads to.</summary>
    public static TcpProxy Start(Func<Uri> target) => new(target);

    /// <summary>How many bytes have gone through.</summary>
    public long Passed(Way way) => Volatile.Read(ref _passed[(int)way]);

    /// <summary>
    /// Everything goes through at once again. What a <see cref="BlackHole"/> has swallowed stays lost: those connections stay
    /// silent.
    /// </summary>
    public void Pass()
    {
        _shape = Shape.Open;
        _cut.Disarm();
    }

    /// <summary>Each piece of a stream comes this much later.</summary>
    public void Delay(TimeSpan by) => _shape = new(by, 0, false, false);

    public void Throttle(int bytesPerSecond) => _shape = new(TimeSpan.Zero, bytesPerSecond, false, false);

    /// <summary>Takes everything and delivers nothing, and says so to nobody.</summary>
    public void BlackHole()
    {
        _shape = new(TimeSpan.Zero, 0, true, false);
        foreach (var link in _links.Keys)
            link.Silence();
    }

    /// <summary>Every connection is reset, and each new one as well.</summary>
    public void Refuse()
    {
        _shape = new(TimeSpan.Zero, 0, false, true);
        Reset();
    }

    /// <summary>Every connection there is ends with a reset on both sides.</summary>
    public void Reset()
    {
        foreach (var link in _links.Keys)
            link.Reset();
    }

    /// <summary>
    /// Every connection there is ends on one side alone: the one this way leads to goes on waiting at a peer that is gone.
    /// </summary>
    public void HalfOpen(Way left)
    {
        foreach (var link in _links.Keys)
            link.HalfOpen(left);
    }

    /// <summary>Resets every connection when, from now on, so many more bytes have gone this way: the last of them still arrives.</summary>
    public void CutAfter(Way way, long bytes) => _cut.Arm(way, bytes);

    /// <summary>Changes a bit of the next bytes to the server, within what a WebSocket frame carries.</summary>
    public void SpoilNext() => Volatile.Write(ref _spoils, 1);

    internal void Spoil(Way way, Span<byte> bytes)
    {
        // Behind the header of a frame, whichever of its two shorter forms it has.
        const int Payload = 8;
        if (way == Way.ToServer && bytes.Length > Payload && Interlocked.Exchange(ref _spoils, 0) == 1)
            bytes[Payload] ^= 1;
    }

    /// <summary>
    /// Waits as the shape says, and answers how many of these bytes go on; fewer than there are means that a reset is due.
    /// </summary>
    internal async Task<int> ShapeAsync(Way way, int count)
    {
        var shape = _shape;
        var wait = shape.BytesPerSecond > 0 ? TimeSpan.FromSeconds((double)count / shape.BytesPerSecond) : shape.By;
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait);
        var allowed = _cut.Allow(way, count);
        Interlocked.Add(ref _passed[(int)way], allowed);
        return allowed;
    }

    internal void Ended(ProxyLink link) => _links.TryRemove(link, out _);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _run;
        Reset();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptSocketAsync(_end.Token);
                _ = ServeAsync(client);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The end, or a client that went before it was taken in.
            }
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        var link = new ProxyLink(this, client, server);
        _links[link] = true;
        if (_shape.Refuses || _end.IsCancellationRequested)
            link.Reset();
        else if (_shape.Swallows)
            link.Silence();
        var target = _target();
        await link.RunAsync(new IPEndPoint(IPAddress.Parse(target.Host), target.Port));
    }

    private sealed record Shape(TimeSpan By, int BytesPerSecond, bool Swallows, bool Refuses)
    {
        public static readonly Shape Open = new(TimeSpan.Zero, 0, false, false);
    }
}
