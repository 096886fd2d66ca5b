using SignalRChat.Contracts;

namespace SignalRChat.Client.Internal;

/// <summary>What the server takes: as it said with the last answer to a join, or the defaults.</summary>
internal sealed class KnownLimits(int? assumedLength)
{
    private const int LongestEscape = 6;

    /// <summary>What a frame holds beside the text.</summary>
    private const int RestBytes = 1_024;

    private static readonly RoomLimits _defaults = new();

    private volatile RoomLimits? _told;

    public RoomLimits Now => _told ?? _defaults;

    /// <summary>Null from a server that does not tell.</summary>
    public void Told(RoomLimits? limits) => _told = limits ?? _defaults;

    /// <summary>
    /// Why the text is not worth sending; null if it is. Until the limits are known the server decides, unless the text may not
    /// even fit into a frame.
    /// </summary>
    public ChatRefusedException? Refusal(string? text)
    {
        if (text is null)
            return null;
        if ((_told?.TextLength ?? assumedLength) is { } most)
            return text.Length <= most ? null : TooLong($"The text has {text.Length} characters; at most {most} are taken.");
        return MostBytes(text) <= ChatLimits.ReceiveBytes - RestBytes
            ? null
            : TooLong($"The text has {text.Length} characters, which may not fit into a frame.");
    }

    private static ChatRefusedException TooLong(string sentence) => new(ChatErrorCodes.TextTooLong, sentence);

    /// <summary>In either protocol.</summary>
    private static int MostBytes(string text)
    {
        var bytes = 0;
        foreach (var unit in text)
            bytes += unit is >= ' ' and <= '~' and not ('"' or '\\' or '<' or '>' or '&' or '\'' or '+' or '`') ? 1 : LongestEscape;
        return bytes;
    }
}
