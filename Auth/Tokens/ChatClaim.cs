using System.Buffers;
using System.Text.Json;

namespace SignalRChat.Auth.Tokens;

/// <summary>
/// Reads the claim <c>chat</c>, a JSON object. A malformed one is refused, and so is one with a member that this version does not know:
/// if it were ignored, or only a part of it used, the token would permit more than its issuer meant.
/// </summary>
internal static class ChatClaim
{
    private const int MostPatterns = 100;

    private const string Rooms = "rooms";
    private const string Create = "create";
    private const string Role = "role";
    private const string Act = "act";
    private const string Service = "service";

    public static readonly string[] Members = [Rooms, Create, Role, Act];

    private static readonly SearchValues<char> _inPatterns = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-*");

    /// <summary>Returns null and the reason in fixed words if the claim is malformed.</summary>
    public static ChatGrant? Read(JsonElement claim, out string fault)
    {
        fault = claim.ValueKind == JsonValueKind.Object ? "" : "The token's chat claim is not a JSON object.";
        if (fault.Length > 0)
            return null;
        var grant = new ChatGrant();
        foreach (var member in claim.EnumerateObject())
        {
            fault = Add(member.Name, member.Value, ref grant);
            if (fault.Length > 0)
                return null;
        }
        return grant;
    }

    /// <summary>The grant in the text of a claim that was read before.</summary>
    public static ChatGrant Parse(string text)
    {
        using var json = JsonDocument.Parse(text);
        return Read(json.RootElement, out var fault) ?? throw new InvalidOperationException(fault);
    }

    private static string Add(string member, JsonElement value, ref ChatGrant grant)
    {
        switch (member)
        {
            case Rooms:
                grant = grant with { Rooms = ReadList(value, IsPattern) };
                return grant.Rooms is { Count: <= MostPatterns }
                    ? ""
                    : $"The rooms of the token's chat claim are not a list of at most {MostPatterns} room names or patterns with *.";
            case Create:
                grant = grant with { Create = ReadList(value, IsKind) };
                return grant.Create is not null
                    ? ""
                    : "The create of the token's chat claim is not a list of the kinds public, private and direct.";
            case Role:
                grant = grant with { IsModerator = Is(value, RoomRoles.Moderator) };
                return grant.IsModerator || Is(value, RoomRoles.Member)
                    ? ""
                    : "The role of the token's chat claim is neither member nor moderator.";
            case Act:
                grant = grant with { IsService = Is(value, Service) };
                return grant.IsService ? "" : "The act of the token's chat claim is not service.";
            default:
                return $"The token's chat claim has an unknown member; expected {string.Join(", ", Members)}.";
        }
    }

    private static List<string>? ReadList(JsonElement value, Func<string, bool> isRight)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return null;
        var items = new List<string>();
        foreach (var item in value.EnumerateArray())
        {
            if (TokenForm.ReadText(item) is not { } text || !isRight(text))
                return null;
            items.Add(text);
        }
        return items;
    }

    private static bool Is(JsonElement value, string expected) => TokenForm.ReadText(value) == expected;

    private static bool IsKind(string kind) => kind is RoomKinds.Public or RoomKinds.Private or RoomKinds.Direct;

    private static bool IsPattern(string pattern) =>
        pattern.Length is > 0 and <= ChatLimits.RoomNameLength && !pattern.AsSpan().ContainsAnyExcept(_inPatterns);
}
