using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SignalRChat.Contracts;

namespace SignalRChat.Testing.History;

/// <summary>
/// A message as a client received it, or as the database holds it. Of the text, only the length and the beginning are kept. The
/// beginning is unique.
/// </summary>
internal sealed record RecordedMessage(
    string MessageId, long Sequence, long Revision, string UserId, string Text, int Length, bool IsDeleted)
{
    /// <summary>A checksum of everything else: the user's name, the whole text and the times. 0 if it is not known.</summary>
    public uint Rest { get; init; }

    /// <summary>The server posted it, to announce a change of a member or of the room.</summary>
    public bool IsEvent { get; init; }

    public static RecordedMessage From(ChatMessage message)
    {
        var rest = $"{message.Name}\n{message.PostedAt}\n{message.EditedAt}\n{message.DeletedAt}\n{message.Text}";
        return new(
            message.MessageId, message.Sequence, message.Revision, message.UserId,
            MessageText.Token(message.Text), message.Text.Length, message.DeletedAt is not null)
        {
            Rest = BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(rest))),
            IsEvent = message.Event is not null,
        };
    }
}
