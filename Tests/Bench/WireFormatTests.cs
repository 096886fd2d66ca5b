using System.Text;
using Microsoft.AspNetCore.SignalR.Protocol;
using SignalRChat.Bench.Wire;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.Bench;

/// <summary>SignalR's protocols write the bytes that the generator splits and inspects without them.</summary>
public sealed class WireFormatTests
{
    private const string Id = "00000000000000ff";

    public static TheoryData<string> Protocols => ["json", "messagepack"];

    [Theory, MemberData(nameof(Protocols))]
    public void Records_are_cut_wherever_the_bytes_were_split(string protocol)
    {
        byte[] bytes =
        [
            .. Bytes(protocol, Update("one")),
            .. Bytes(protocol, PingMessage.Instance),
            .. Bytes(protocol, Update(new string('x', 20_000))),
        ];
        for (var length = 0; length < bytes.Length; length += 7)
            Assert.InRange(Cut(protocol, bytes.AsSpan(0, length)), 0, 2);

        Assert.Equal(3, Cut(protocol, bytes));
    }

    [Theory, MemberData(nameof(Protocols))]
    public void An_ack_names_its_invocation(string protocol)
    {
        var record = Glance(protocol, CompletionMessage.WithResult(Id, new SendMessageResult { Room = "lobby", Sequence = 7 }), out var id);
        Assert.Equal((IncomingKind.Completion, false, Id), (record.Kind, record.Failed, id));
    }

    [Theory, MemberData(nameof(Protocols))]
    public void A_refusal_is_not_an_ack(string protocol)
    {
        var refusal = CompletionMessage.WithError(Id, "HubException: busy: The command queue of the server is full. Retry after 500 ms.");

        var record = Glance(protocol, refusal, out var id);
        Assert.Equal((IncomingKind.Completion, true, Id), (record.Kind, record.Failed, id));
    }

    [Theory, MemberData(nameof(Protocols))]
    public void An_answer_without_a_result_is_an_ack(string protocol)
    {
        var record = Glance(protocol, CompletionMessage.Empty(Id), out _);
        Assert.Equal((IncomingKind.Completion, false), (record.Kind, record.Failed));
    }

    [Theory, MemberData(nameof(Protocols))]
    public void Pings_updates_and_closes_are_distinguished(string protocol)
    {
        Assert.Equal(IncomingKind.Other, Glance(protocol, PingMessage.Instance, out _).Kind);
        Assert.Equal(IncomingKind.Invocation, Glance(protocol, Update("one"), out _).Kind);
        Assert.Equal(IncomingKind.Close, Glance(protocol, CloseMessage.Empty, out _).Kind);
    }

    [Theory, MemberData(nameof(Protocols))]
    public void Every_message_of_an_update_is_a_delivery(string protocol)
    {
        var sent = Sent(protocol, out var stamps);
        ReadOnlySpan<byte> record = Bytes(protocol, Update([.. sent.Select(request => request.Text)]));
        var found = new List<long>();
        while (Stamp.TryFind(ref record, out var stamp))
            found.Add(stamp);

        Assert.Equal(stamps, found);
    }

    [Theory, MemberData(nameof(Protocols))]
    public void A_filled_template_is_a_send_as_the_protocol_reads_it(string protocol)
    {
        var sent = Sent(protocol, out _);
        Assert.All(sent, request => Assert.Equal("lobby", request.Room));
        Assert.All(sent, request => Assert.Equal(120, request.Text.Length));
        Assert.All(sent, request => Assert.Equal(7, Guid.Parse(request.MessageId).Version));
        Assert.Equal(sent.Count, sent.Select(request => request.MessageId).Distinct().Count());
    }

    private static List<SendMessageRequest> Sent(string protocol, out long[] stamps)
    {
        stamps = [1, 1_234_567_890_123, long.MaxValue];
        var template = new SendTemplate(WireFormat.Named(protocol), "lobby", 120);
        return [.. stamps.Select(stamp => Read(protocol, template.Fill(stamp).ToArray()))];
    }

    private static SendMessageRequest Read(string protocol, byte[] bytes)
    {
        var input = new System.Buffers.ReadOnlySequence<byte>(bytes);
        Assert.True(Named(protocol).TryParseMessage(ref input, new SendMessageBinder(), out var message));
        var invocation = Assert.IsType<InvocationMessage>(message);
        Assert.Equal(nameof(IChatHub.SendMessage), invocation.Target);
        Assert.True(Stamp.TryRead(Encoding.ASCII.GetBytes(invocation.InvocationId!), out _));
        return Assert.IsType<SendMessageRequest>(Assert.Single(invocation.Arguments));
    }

    private static int Cut(string protocol, ReadOnlySpan<byte> bytes)
    {
        var wire = WireFormat.Named(protocol);
        var count = 0;
        while (wire.TryCut(ref bytes, out _))
            count++;

        return count;
    }

    private static (IncomingKind Kind, bool Failed) Glance(string protocol, HubMessage message, out string invocationId)
    {
        var wire = WireFormat.Named(protocol);
        ReadOnlySpan<byte> bytes = Bytes(protocol, message);
        Assert.True(wire.TryCut(ref bytes, out var record));
        var glance = wire.Glance(record);
        invocationId = Encoding.ASCII.GetString(glance.InvocationId);
        return (glance.Kind, glance.Failed);
    }

    private static byte[] Bytes(string protocol, HubMessage message) => Named(protocol).GetMessageBytes(message).ToArray();

    private static IHubProtocol Named(string protocol) => protocol == "json" ? new JsonHubProtocol() : new MessagePackHubProtocol();

    private static InvocationMessage Update(params string[] texts)
    {
        var messages = texts.Select((text, i) => new ChatMessage { MessageId = Guid.NewGuid().ToString(), Sequence = i + 1, Text = text });
        return new InvocationMessage(nameof(IChatClient.RoomUpdated), [new RoomUpdate { Room = "lobby", Messages = [.. messages] }]);
    }
}
