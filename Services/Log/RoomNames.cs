using System.Buffers;
using SignalRChat.Contracts;

namespace SignalRChat.Services.Log;

/// <summary>The form of <see cref="ChatLimits.RoomNamePattern"/>, without a pattern: it is asked on every call.</summary>
internal static class RoomNames
{
    private static readonly SearchValues<char> _allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-");

    public static bool IsValid(string name) =>
        name.Length is > 0 and <= ChatLimits.RoomNameLength
        && !name.AsSpan().ContainsAnyExcept(_allowed)
        && name[0] is not ('.' or '_' or '-');
}
