using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace SignalRChat.Testing;

/// <summary>The directions through a proxy.</summary>
internal enum Way
{
    ToServer,
    ToClient,
}

/// <summary>
/// A proxy between a client and a server that disturbs their bytes as networks do. A setting applies to present and future
/// connections, until another replaces it.
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

    /// <summary>Gets the target again for each connection.</summary>
    public static TcpProxy Start(Func<Uri> target) => new(target);

    /// <summary>The number of bytes that have passed.</summary>
    public long Passed(Way way) => Volatile.Read(ref _passed[(int)way]);

    /// <summary>
    /// Passes everything at once again. Bytes that a <see cref="BlackHole"/> has swallowed stay lost, so those connections stay
    /// silent.
    /// </summary>
    public void Pass()
    {
        _shape = Shape.Open;
        _cut.Disarm();
    }

    /// <summary>Delays each piece of a stream by this time.</summary>
    public void Delay(TimeSpan by) => _shape = new(by, 0, false, false);

    public void Throttle(int bytesPerSecond) => _shape = new(TimeSpan.Zero, bytesPerSecond, false, false);

    /// <summary>Accepts everything and delivers nothing, without a signal to either side.</summary>
    public void BlackHole()
    {
        _shape = new(TimeSpan.Zero, 0, true, false);
        foreach (var link in _links.Keys)
            link.Silence();
    }

    /// <summary>Resets every connection, including each new one.</summary>
    public void Refuse()
    {
        _shape = new(TimeSpan.Zero, 0, false, true);
        Reset();
    }

    /// <summary>Resets both sides of every open connection.</summary>
    public void Reset()
    {
        foreach (var link in _links.Keys)
            link.Reset();
    }

    /// <summary>
    /// Ends every open connection on one side only. The side that this direction leads to keeps waiting for a lost peer.
    /// </summary>
    public void HalfOpen(Way left)
    {
        foreach (var link in _links.Keys)
            link.HalfOpen(left);
    }

    /// <summary>Resets every connection after this many more bytes in this direction. The last of them still arrives.</summary>
    public void CutAfter(Way way, long bytes) => _cut.Arm(way, bytes);

    /// <summary>Flips a bit of the next bytes to the server, inside the payload of a WebSocket frame.</summary>
    public void SpoilNext() => Volatile.Write(ref _spoils, 1);

    internal void Spoil(Way way, Span<byte> bytes)
    {
        // After the header of a frame, whichever of its two shorter forms it has.
        const int Payload = 8;
        if (way == Way.ToServer && bytes.Length > Payload && Interlocked.Exchange(ref _spoils, 0) == 1)
            bytes[Payload] ^= 1;
    }

    /// <summary>
    /// Delays as the setting says, and returns how many of these bytes pass. A smaller number means that a reset is due.
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
                // The proxy stops, or the client disconnected before it was accepted.
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
