using System.Text;
using System.Text.Json;

namespace SignalRChat.Client.Internal;

/// <summary>
/// The limits of the server, from its latest answer to a join. Until then the server decides: no compiled-in limit refuses a text.
/// </summary>
internal sealed class KnownLimits(int? assumedLength, ChatProtocol protocol)
{
    /// <summary>The longest text that any server can be configured to accept.</summary>
    public const int LongestText = 100_000;

    /// <summary>The smallest limit on frames is 1,024 bytes; ids, room and names take the rest of it.</summary>
    private const int AlwaysFits = 256;

    private static readonly RoomLimits _defaults = new();

    private volatile RoomLimits? _received;

    public RoomLimits Now => _received ?? _defaults;

    /// <summary>Null if the server does not send its limits.</summary>
    public void Received(RoomLimits? limits) => _received = limits;

    /// <summary>Why the client refuses a text of the app; null if the text is acceptable.</summary>
    public ChatRefusedException? Refusal(string text) =>
        (_received?.TextLength ?? assumedLength) is { } most ? LongerThan(most, text) : NotForAnyServer(text);

    /// <summary>
    /// The same for a stored text. The app's assumption is no reason to delete it: the server accepted such a length when the
    /// text was stored, or may accept it now.
    /// </summary>
    public ChatRefusedException? RefusalOfKept(string? text) => text is null ? null
        : _received is { TextLength: var most } ? LongerThan(most, text)
        : NotForAnyServer(text);

    /// <summary>The server ended the connection because of a frame with this text.</summary>
    public static ChatRefusedException TooLargeForFrame(string text) =>
        TooLong($"The text has {text.Length} characters, which exceeds the server's limit of a frame.");

    /// <summary>The bytes of an entry in a frame; 0 if it fits into every frame.</summary>
    public int FrameBytes(OutboxItem? item)
    {
        if (item is null)
            return 0;
        var bytes = protocol == ChatProtocol.MessagePack
            ? Encoding.UTF8.GetByteCount(item.Text)
            : JsonEncodedText.Encode(item.Text).EncodedUtf8Bytes.Length;
        bytes += Encoding.UTF8.GetByteCount(item.Data ?? "") + (item.Mentions?.Sum(Encoding.UTF8.GetByteCount) ?? 0);
        return bytes > AlwaysFits ? bytes : 0;
    }

    private static ChatRefusedException? LongerThan(int most, string text) =>
        text.Length <= most ? null : TooLong($"The text has {text.Length} characters; the limit is {most}.");

    private static ChatRefusedException? NotForAnyServer(string text) =>
        text.Length <= LongestText ? null : TooLong($"The text has {text.Length} characters; the limit of every server is {LongestText}.");

    private static ChatRefusedException TooLong(string sentence) => new(ChatErrorCodes.TextTooLong, sentence);
}
