using SignalRChat.Services.Log;

namespace SignalRChat.Api.Requests;

/// <summary>The rules of the values in a request. The offending value is not repeated: it may be long, and it is the caller's.</summary>
internal static class RequestRules
{
    public static void Room(string room)
    {
        if (!Identifiers.IsRoomName(room))
            throw Invalid($"The room must match {ChatLimits.RoomNamePattern}.");
    }

    public static void Cursor(long? after)
    {
        if (after < 0)
            throw Invalid("after must be 0 or more.");
    }

    public static void Limit(int? limit, int most)
    {
        if (limit < 1 || limit > most)
            throw Invalid($"limit must be 1 to {most}.");
    }

    public static void Wait(int? seconds, int most)
    {
        if (seconds < 0 || seconds > most)
            throw Invalid($"wait must be 0 to {most} seconds.");
    }

    private static ChatRefusedException Invalid(string sentence) => new(ChatErrorCodes.InvalidArgument, sentence);
}
