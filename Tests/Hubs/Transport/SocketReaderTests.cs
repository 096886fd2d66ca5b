using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SignalRChat.Hubs;
using SignalRChat.Hubs.Transport;
using SignalRChat.Hubs.Transport.Budgets;
using SignalRChat.Services.RateLimiting;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Tests.Hubs.Transport;

/// <summary>The reader against a WebSocket whose receives the test completes, one by one and on the thread that it chooses.</summary>
public sealed class SocketReaderTests : IDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(20);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<HubMetrics>().BuildServiceProvider();
    private readonly ScriptedSocket _socket = new();
    private readonly ConnectionActivity _activity;
    private readonly SocketReader _reader;

    public SocketReaderTests()
    {
        var (time, rates) = (TimeProvider.System, Options.Create(new RateLimitOptions()));
        var users = new UserRateLimiters(new RateLimits(rates, time), time);
        var limits = new ConnectionRateLimits(
            rates, Options.Create(new LimitOptions()), users, _services.GetRequiredService<HubMetrics>(), time,
            NullLogger<ConnectionRateLimits>.Instance);
        _activity = new(time) { Budget = new ConnectionRateLimit(limits, "alice", users.Open("alice"), time) };
        _reader = new SocketReader(_socket, _activity, maxFrame: 32 * 1024);
    }

    public void Dispose()
    {
        _activity.Dispose();
        _socket.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task A_cancelled_read_leaves_its_receive_to_the_next()
    {
        var read = _reader.ReadAsync();
        _reader.CancelPendingRead();
        Assert.True((await read.AsTask().WaitAsync(_deadline)).IsCanceled);
        _reader.AdvanceTo(default);

        _socket.Sends("one");
        Assert.Equal("one", await TakeAsync());
        Assert.Equal(0, _socket.Aborts);
    }

    [Fact]
    public async Task A_read_that_is_cancelled_before_it_begins_returns_at_once()
    {
        _reader.CancelPendingRead();

        Assert.True((await _reader.ReadAsync().AsTask().WaitAsync(_deadline)).IsCanceled);
        _socket.Sends("one");
        Assert.Equal("one", await TakeAsync());
    }

    [Fact]
    public async Task A_message_in_parts_is_kept_until_the_hub_takes_it()
    {
        var large = new string('x', 9_000);
        _socket.Sends(large);
        var read = await _reader.ReadAsync().AsTask().WaitAsync(_deadline);
        while (read.Buffer.Length < large.Length)
        {
            _reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await _reader.ReadAsync().AsTask().WaitAsync(_deadline);
        }

        Assert.Equal(large, Encoding.UTF8.GetString(read.Buffer));
    }

    /// <summary>
    /// Regression: a frame that came between the answer of the handshake and its end was checked against no protocol.
    /// </summary>
    [Fact]
    public async Task No_message_is_received_before_the_hub_asks_for_it()
    {
        _socket.Sends("handshake");
        _socket.Sends("frame", WebSocketMessageType.Binary);

        Assert.Equal("handshake", await TakeAsync());
        Assert.Equal(1, _socket.Unreceived);
        _activity.Establish(TransferFormat.Text, null);
        var read = _reader.ReadAsync();

        Assert.Equal(WebSocketCloseStatus.InvalidPayloadData, _activity.CloseAs?.Status);
        Assert.False(read.IsCompleted);
    }

    /// <summary>Regression: the hub left its rooms on the thread of a failed write, under the locks of a feed.</summary>
    [Fact]
    public async Task The_end_continues_on_another_thread_and_data_on_the_one_that_received()
    {
        var data = ThreadAfterAsync();
        var receiving = Environment.CurrentManagedThreadId;
        _socket.Sends("one");
        Assert.True(data.IsCompleted);
        Assert.Equal(receiving, await data);

        var ended = ThreadAfterAsync();
        var here = Environment.CurrentManagedThreadId;
        _socket.Abort();
        // This thread is busy here, so a continuation that uses another one has to come from there.
        Assert.True(SpinWait.SpinUntil(() => ended.IsCompleted, _deadline));
        Assert.NotEqual(here, await ended);
    }

    [Fact]
    public async Task Discarding_ends_with_the_clients_close()
    {
        _socket.Sends("left over");
        var read = await _reader.ReadAsync().AsTask().WaitAsync(_deadline);
        _reader.AdvanceTo(read.Buffer.Start);

        var ended = _reader.DiscardAsync();
        _socket.Sends("and more");
        Assert.False(ended.IsCompleted);
        _socket.Sends("", WebSocketMessageType.Close);

        await ended.WaitAsync(_deadline);
        Assert.True(_reader.DiscardAsync().IsCompleted);
        Assert.Equal(0, _socket.Aborts);
    }

    [Fact]
    public async Task A_client_that_floods_while_it_is_discarded_is_cut()
    {
        var ended = _reader.DiscardAsync();
        for (var i = 0; i < 10_000 && _socket.Aborts == 0; i++)
            _socket.Sends("flood");

        await ended.WaitAsync(_deadline);
        Assert.Equal(1, _socket.Aborts);
    }

    private async Task<string> TakeAsync()
    {
        var read = await _reader.ReadAsync().AsTask().WaitAsync(_deadline);
        var text = Encoding.UTF8.GetString(read.Buffer);
        _reader.AdvanceTo(read.Buffer.End);
        return text;
    }

    private async Task<int> ThreadAfterAsync()
    {
        var read = await _reader.ReadAsync().ConfigureAwait(false);
        var thread = Environment.CurrentManagedThreadId;
        _reader.AdvanceTo(read.Buffer.End);
        return thread;
    }

    /// <summary>Completes a receive inline, on the thread that sends or aborts, as Kestrel's pipes do.</summary>
    private sealed class ScriptedSocket : WebSocket
    {
        private readonly LinkedList<(byte[] Bytes, WebSocketMessageType Type)> _sent = new();
        private TaskCompletionSource<ValueWebSocketReceiveResult>? _waiting;
        private Memory<byte> _buffer;

        public int Aborts { get; private set; }

        public int Unreceived => _sent.Count;

        public override WebSocketCloseStatus? CloseStatus => null;

        public override string? CloseStatusDescription => null;

        public override WebSocketState State => Aborts > 0 ? WebSocketState.Aborted : WebSocketState.Open;

        public override string? SubProtocol => null;

        public void Sends(string message, WebSocketMessageType type = WebSocketMessageType.Text)
        {
            _sent.AddLast((Encoding.UTF8.GetBytes(message), type));
            if (_waiting is not { } waiting)
                return;
            _waiting = null;
            waiting.SetResult(Next(_buffer));
        }

        public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            if (Aborts > 0)
                throw new WebSocketException(WebSocketError.InvalidState);
            if (_sent.Count > 0)
                return new(Next(buffer));
            (_waiting, _buffer) = (new(), buffer);
            return new(_waiting.Task);
        }

        public override void Abort()
        {
            Aborts++;
            _waiting?.SetException(new WebSocketException(WebSocketError.ConnectionClosedPrematurely));
        }

        public override void Dispose()
        {
        }

        public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override Task SendAsync(
            ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override Task CloseOutputAsync(
            WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        private ValueWebSocketReceiveResult Next(Memory<byte> buffer)
        {
            var (rest, type) = _sent.First!.Value;
            _sent.RemoveFirst();
            var count = Math.Min(rest.Length, buffer.Length);
            rest.AsSpan(0, count).CopyTo(buffer.Span);
            if (count == rest.Length)
                return new(count, type, endOfMessage: true);
            _sent.AddFirst((rest[count..], type));
            return new(count, type, endOfMessage: false);
        }
    }
}
