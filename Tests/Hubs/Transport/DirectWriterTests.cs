using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text;
using SignalRChat.Hubs.Transport;

namespace SignalRChat.Tests.Hubs.Transport;

/// <summary>
/// A client receives all writes in order, whichever path each write takes. The test plays the transport, which reads the pipe.
/// </summary>
public sealed class DirectWriterTests : IDisposable
{
    private readonly Pipe _pipe = new();
    private readonly MemoryStream _onTheWire = new();
    private readonly WatchedWebSocket _socket;
    private readonly WebSocket _inner;
    private readonly DirectWriter _writer;

    public DirectWriterTests()
    {
        var options = new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = Timeout.InfiniteTimeSpan };
        _inner = WebSocket.CreateFromStream(new Duplex(_onTheWire), options);
        var watch = new ConnectionActivity(TimeProvider.System);
        watch.Direct = _socket = new WatchedWebSocket(_inner, watch, TimeProvider.System);
        _writer = new DirectWriter(_pipe.Writer, watch, format: null);
    }

    [Fact]
    public async Task A_small_write_goes_past_the_pipe()
    {
        await _writer.WriteAsync("one"u8.ToArray());
        _writer.Write("two"u8);
        await _writer.FlushAsync();

        Assert.Equal(["one", "two"], Heard());
        Assert.False(_pipe.Reader.TryRead(out _));
    }

    [Fact]
    public async Task What_comes_while_the_pipe_is_not_empty_keeps_its_place_behind_it()
    {
        var large = new string('x', 10_000);
        await _writer.WriteAsync(Encoding.UTF8.GetBytes(large));
        await _writer.WriteAsync("one"u8.ToArray());
        _writer.Write("two"u8);
        await _writer.FlushAsync();
        Assert.Empty(Heard());

        await TransportAsync();
        await _writer.WriteAsync("three"u8.ToArray());

        Assert.Equal([large + "onetwo", "three"], Heard());
        Assert.False(_pipe.Reader.TryRead(out _));
    }

    [Fact]
    public async Task What_grows_beyond_what_is_small_goes_into_the_pipe_as_a_whole()
    {
        var part = new string('y', 3_000);
        _writer.Write(Encoding.UTF8.GetBytes(part));
        _writer.Write(Encoding.UTF8.GetBytes(part));
        await _writer.FlushAsync();
        Assert.Empty(Heard());

        await TransportAsync();

        Assert.Equal([part + part], Heard());
    }

    [Fact]
    public async Task Nothing_goes_past_the_pipe_once_the_socket_is_closing()
    {
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);

        await _writer.WriteAsync("late"u8.ToArray());

        Assert.True(_pipe.Reader.TryRead(out var read));
        Assert.Equal("late", Encoding.UTF8.GetString(read.Buffer));
    }

    public void Dispose()
    {
        _socket.Dispose();
        _inner.Dispose();
        _onTheWire.Dispose();
    }

    private async Task TransportAsync()
    {
        var read = await _pipe.Reader.ReadAsync();
        foreach (var part in read.Buffer)
            await _socket.SendAsync(part, WebSocketMessageType.Text, endOfMessage: false, CancellationToken.None);
        await _socket.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        _pipe.Reader.AdvanceTo(read.Buffer.End);
    }

    /// <summary>The messages on the wire, as a client parses them.</summary>
    private string[] Heard()
    {
        var options = new WebSocketCreationOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan };
        using var client = WebSocket.CreateFromStream(new Duplex(new MemoryStream(_onTheWire.ToArray())), options);
        var (messages, text, buffer) = (new List<string>(), new StringBuilder(), new byte[1024]);
        while (true)
        {
            var receive = client.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).AsTask();
            if (!receive.IsCompletedSuccessfully || receive.Result.MessageType == WebSocketMessageType.Close)
                return [.. messages];
            text.Append(Encoding.UTF8.GetString(buffer, 0, receive.Result.Count));
            if (!receive.Result.EndOfMessage)
                continue;
            messages.Add(text.ToString());
            text.Clear();
        }
    }

    /// <summary>Reads and writes use the one stream.</summary>
    private sealed class Duplex(MemoryStream stream) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => stream.Flush();

        public override int Read(byte[] buffer, int offset, int count) => stream.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => stream.Write(buffer, offset, count);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            stream.WriteAsync(buffer, cancellationToken);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            stream.ReadAsync(buffer, cancellationToken);
    }
}
