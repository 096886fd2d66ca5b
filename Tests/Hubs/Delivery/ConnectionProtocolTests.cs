using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging.Abstractions;
using SignalRChat.Contracts;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Services.Feed;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Contracts;

namespace SignalRChat.Tests.Hubs.Delivery;

/// <summary>An answer and the sender's own update, on a connection that shows each write of it.</summary>
public sealed class ConnectionProtocolTests
{
    private readonly Pipe _output = new();
    private readonly HubConnectionContext _connection;
    private readonly OutboundQueue _outbound;
    private readonly RoomSubscription _subscription;
    private long _revision;

    public ConnectionProtocolTests()
    {
        var transport = new DuplexPipe(new Pipe().Reader, _output.Writer);
        _connection = new HubConnectionContext(
            new DefaultConnectionContext("sender", transport, transport), new HubConnectionContextOptions(), NullLoggerFactory.Instance);
        _outbound = new OutboundQueue(_connection, NullLogger.Instance);
        _connection.Protocol = new ConnectionProtocol(new JsonHubProtocol(), watch: null, _outbound, (_, _) => false, _ => { });
        _subscription = new RoomSubscription(null!, "alice", _outbound, "epoch", 0, (_, _) => { });
    }

    [Fact]
    public async Task An_update_with_the_sent_message_goes_out_with_the_answer()
    {
        Receive("m-1");

        Update("m-1");
        Assert.Empty(Written());
        await _connection.WriteAsync(CompletionMessage.WithResult("1", null));

        Assert.Equal([3, 1], Written());
        Update("m-2");
        Assert.Equal([1], Written());
    }

    [Fact]
    public async Task An_update_that_comes_after_the_answer_is_not_held()
    {
        Receive("m-1");
        await _connection.WriteAsync(CompletionMessage.WithResult("1", null));

        Update("m-1");

        Assert.Equal([3, 1], Written());
    }

    [Fact]
    public async Task An_update_with_other_messages_does_not_wait_for_the_answer()
    {
        Receive("m-2");

        Update("m-1");

        Assert.Equal([1], Written());
        await _connection.WriteAsync(CompletionMessage.WithError("1", "busy: The command queue is full."));
        Update("m-2");
        Assert.Equal([3, 1], Written());
    }

    [Fact]
    public async Task Of_several_sends_in_flight_the_first_answer_takes_their_update_along()
    {
        Receive("m-1", "1");
        Receive("m-2", "2");
        Receive("m-3", "3");

        Update("m-1", "m-2");
        Assert.Empty(Written());
        await _connection.WriteAsync(CompletionMessage.WithResult("1", null));
        Assert.Equal([3, 1], Written());
        await _connection.WriteAsync(CompletionMessage.WithResult("2", null));
        Assert.Equal([3], Written());

        Update("m-3");
        Assert.Empty(Written());
        await _connection.WriteAsync(CompletionMessage.WithResult("3", null));
        Assert.Equal([3, 1], Written());
        Update("m-4");
        Assert.Equal([1], Written());
    }

    [Fact]
    public async Task The_answer_to_another_call_leaves_a_send_expected()
    {
        Receive("m-1", "1");
        await _connection.WriteAsync(CompletionMessage.WithError("2", "unknown-method: The hub has no such method."));

        Update("m-1");
        Assert.Equal([3], Written());
        await _connection.WriteAsync(CompletionMessage.WithResult("1", null));

        Assert.Equal([3, 1], Written());
    }

    [Fact]
    public void A_message_sent_without_an_invocation_id_has_no_answer_to_wait_for()
    {
        Receive("m-1", invocationId: null);

        Update("m-1");

        Assert.Equal([1], Written());
    }

    [Fact]
    public async Task What_is_sent_while_an_update_is_held_follows_it()
    {
        Receive("m-1");
        Update("m-1");

        _outbound.Send(new SerializedHubMessage(PingMessage.Instance));
        Assert.Empty(Written());
        await _connection.WriteAsync(CompletionMessage.WithResult("1", null));

        List<int> written = [];
        await Eventually.TrueAsync(
            () =>
            {
                written.AddRange(Written());
                return written.Count == 3;
            },
            "the answer, the update and the ping are written");
        Assert.Equal([3, 1, 6], written);
    }

    private void Receive(string messageId, string? invocationId = "1")
    {
        var call = new JsonHubProtocol().GetMessageBytes(
            new InvocationMessage(invocationId, "SendMessage", [new SendMessageRequest { Room = "lobby", MessageId = messageId }]));
        var input = new ReadOnlySequence<byte>(call);
        var binder = new ServerProtocol.OneTypeBinder(typeof(SendMessageRequest));
        Assert.True(_connection.Protocol.TryParseMessage(ref input, binder, out _));
    }

    private void Update(params string[] messageIds)
    {
        var after = _revision;
        ChatMessage[] messages = Array.ConvertAll(
            messageIds, id => new ChatMessage { MessageId = id, Sequence = ++_revision, Revision = _revision });
        var update = new RoomUpdate { Room = "lobby", Epoch = "epoch", After = after, Through = _revision, Messages = messages };
        _outbound.Write(new UpdateFrame(update), _subscription);
    }

    /// <summary>The types of the messages that were written since the last call.</summary>
    private List<int> Written()
    {
        List<int> types = [];
        if (!_output.Reader.TryRead(out var read))
            return types;
        foreach (var record in Encoding.UTF8.GetString(read.Buffer).Split('\u001e', StringSplitOptions.RemoveEmptyEntries))
            types.Add(record["{\"type\":".Length] - '0');
        _output.Reader.AdvanceTo(read.Buffer.End);
        return types;
    }

    private sealed class DuplexPipe(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
