namespace SignalRChat.ClientConsole.Input;

/// <summary>The settings of a room by the names that <c>/settings</c> takes and prints.</summary>
internal static class SettingNames
{
    public const string Usage =
        "Usage: /settings [NAME VALUE]; NAME is title (- for none), announce on|off, posting members|moderators, slow-mode SECONDS, "
        + "max-members N|server, typing on|off, presence full|count|off or retention-days N|server.";

    private const string OfServer = "server";

    public static IEnumerable<(string Name, string Value)> Lines(RoomInfo info) =>
    [
        ("kind", info.Kind),
        ("title", info.Title ?? "-"),
        ("announce", OnOff(info.Announce)),
        ("posting", info.Posting),
        ("slow-mode", $"{info.SlowModeSeconds}"),
        ("max-members", info.MaxMembers is { } most ? $"{most}" : OfServer),
        ("typing", OnOff(info.Typing)),
        ("presence", info.Presence),
        ("retention-days", info.RetentionDays is { } days ? $"{days}" : OfServer),
        .. info.ArchivedAt is null ? Array.Empty<(string, string)>() : [("archived", "yes")],
    ];

    /// <summary>Returns null if there is no such setting, or the value has another form.</summary>
    public static SetRoomRequest? Request(string room, string name, string value)
    {
        var request = new SetRoomRequest { Room = room };
        return (name, value) switch
        {
            (_, "") => null,
            ("title", "-") => request with { Title = "" },
            ("title", _) => request with { Title = value },
            ("announce", "on" or "off") => request with { Announce = value == "on" },
            ("posting", _) => request with { Posting = value },
            ("slow-mode", _) when Number(value) is { } seconds => request with { SlowModeSeconds = seconds },
            ("max-members", _) when Limit(value) is { } most => request with { MaxMembers = most },
            ("typing", "on" or "off") => request with { Typing = value == "on" },
            ("presence", _) => request with { Presence = value },
            ("retention-days", _) when Limit(value) is { } days => request with { RetentionDays = days },
            _ => null,
        };
    }

    private static string OnOff(bool isOn) => isOn ? "on" : "off";

    private static int? Limit(string value) => value == OfServer ? ChatLimits.OfServer : Number(value);

    private static int? Number(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
