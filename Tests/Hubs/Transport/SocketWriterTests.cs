using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using SignalRChat.Hubs.Transport;

namespace SignalRChat.Tests.Hubs.Transport;

/// <summary>A client receives each write as one message of the WebSocket, in order and whatever its size.</summary>
public sealed class SocketWriterTests : IDisposable
{
    private readonly MemoryStream _onTheWire = new();
    private readonly ConnectionActivity _activity = new(TimeProvider.System);
    private readonly WebSocket _socket;
    private readonly SocketWriter _writer;

    public SocketWriterTests()
    {
        var options = new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = Timeout.InfiniteTimeSpan };
        _socket = WebSocket.CreateFromStream(new Duplex(_onTheWire), options);
        _writer = new SocketWriter(_socket, _activity);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4_097)]
    [InlineData(32 * 1024)]
    [InlineData(300_000)]
    public async Task Each_write_is_one_message(int length)
    {
        var large = new string('x', length);
        await _writer.WriteAsync(Encoding.UTF8.GetBytes(large));
        foreach (var part in large.Chunk(3_000))
            _writer.Write(Encoding.UTF8.GetBytes(part));
        await _writer.FlushAsync();
        _writer.Write("one"u8);
        await _writer.WriteAsync("two"u8.ToArray());

        Assert.Equal([large, large, "onetwo"], Heard());
    }

    [Fact]
    public async Task Nothing_follows_the_close_and_no_write_fails()
    {
        await _writer.WriteAsync("one"u8.ToArray());
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);

        await _writer.WriteAsync("late"u8.ToArray());
        _writer.Write("later"u8);
        await _writer.FlushAsync();

        Assert.Equal(["one"], Heard());
    }

    public void Dispose()
    {
        _activity.Dispose();
        _socket.Dispose();
        _onTheWire.Dispose();
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
