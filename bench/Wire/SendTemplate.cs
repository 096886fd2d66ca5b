using System.Text;
using SignalRChat.Contracts;

namespace SignalRChat.Bench.Wire;

/// <summary>
/// The bytes of a SendMessage. The protocol's library makes them once for each sender, with placeholders of fixed width. A send
/// overwrites the placeholders and allocates nothing.
/// </summary>
internal sealed class SendTemplate
{
    /// <summary>The shortest text: the stamp with its marker.</summary>
    public static readonly int MinTextLength = Stamp.Marker.Length + Stamp.Length;

    private const string IdHolder = "@@@@@@@@@@@@@@@@";
    private const string StampHolder = "################";
    private const string MessageIdHolder = "mmmmmmmm-mmmm-mmmm-mmmm-mmmmmmmmmmmm";

    private readonly byte[] _bytes;
    private readonly int _id;
    private readonly int _stamp;
    private readonly int _messageId;

    public SendTemplate(WireFormat wire, string room, int textLength)
    {
        var text = (Encoding.ASCII.GetString(Stamp.Marker) + StampHolder).PadRight(textLength, 'x');
        var request = new SendMessageRequest { Room = room, MessageId = MessageIdHolder, Text = text };
        _bytes = wire.Invoke(IdHolder, nameof(IChatHub.SendMessage), request);
        _id = Find(IdHolder);
        _stamp = Find(StampHolder);
        _messageId = Find(MessageIdHolder);
    }

    /// <summary>Returns the next message, valid until the next call.</summary>
    public ReadOnlyMemory<byte> Fill(long stamp)
    {
        Stamp.Write(_bytes.AsSpan(_id), stamp);
        Stamp.Write(_bytes.AsSpan(_stamp), stamp);
        Guid.CreateVersion7().TryFormat(_bytes.AsSpan(_messageId), out _);
        return _bytes;
    }

    private int Find(string holder) => _bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(holder));
}
