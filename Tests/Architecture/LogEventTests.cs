using System.Globalization;
using System.Text.RegularExpressions;

namespace SignalRChat.Tests.Architecture;

/// <summary>Operators filter log events by id, so a filter must not match another event after a change.</summary>
public sealed partial class LogEventTests
{
    /// <summary>The block of ids of each folder. The longest matching path counts.</summary>
    private static readonly Dictionary<string, (int First, int Last)> _blocks = new()
    {
        [""] = (100, 199),
        ["Hosting"] = (100, 199),
        ["Auth"] = (1000, 1099),
        ["Api"] = (1100, 1199),
        ["Hubs"] = (2000, 2099),
        ["Hubs/Delivery"] = (2100, 2109),
        ["Hubs/Backplane"] = (2120, 2199),
        ["Common"] = (3900, 3999),
        ["Services/Log"] = (3000, 3009),
        ["Services/Feed"] = (3010, 3099),
        ["Services/Storage"] = (3100, 3199),
        ["Services/Rooms"] = (3200, 3299),
        ["Services/Presence"] = (3300, 3399),
        ["Services/Typing"] = (3300, 3399),
        ["Services/Nodes"] = (3500, 3599),
        ["Services/Inbox"] = (3600, 3699),
        ["Client"] = (4000, 4099),
        ["ClientConsole"] = (4100, 4199),
        ["bench"] = (5000, 5099),
    };

    private static readonly string[] _secrets = ["Text", "Token", "AccessToken", "Request", "Message", "Command", "Body"];

    private static IEnumerable<CSharpSource> Sources => CSharpSource.All.Where(source => source.Folder != "Tests");

    [Fact]
    public void Event_ids_are_unique()
    {
        var twice = Events().GroupBy(found => found.Id).Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(found => found.File))}");

        Findings.AssertNone(twice);
    }

    [Fact]
    public void Event_ids_lie_in_the_block_of_their_folder()
    {
        var strays = Events()
            .Where(found => BlockOf(found.File) is not { } block || found.Id < block.First || found.Id > block.Last)
            .Select(found => $"{found.File}: {found.Id}");

        Findings.AssertNone(strays);
    }

    [Fact]
    public void Every_event_states_its_id_as_a_number()
    {
        var silent = Sources.Where(source => Declaration().Count(source.Code) != Id().Count(source.Code)).Select(source => source.File);

        Findings.AssertNone(silent);
    }

    [Fact]
    public void Events_are_declared_beside_their_folder_in_files_named_for_it()
    {
        var strays = Sources
            .Where(source => Declaration().IsMatch(source.Code) && !source.File.EndsWith("Log.cs", StringComparison.Ordinal))
            .Select(source => source.File);

        Findings.AssertNone(strays);
    }

    [Fact]
    public void Nothing_is_logged_but_by_declared_events()
    {
        Findings.AssertNone(Sources.Where(source => LooseCall().IsMatch(source.Code)).Select(source => source.File));
    }

    [Fact]
    public void No_event_holds_what_a_user_wrote_or_a_token()
    {
        var leaks =
            from source in Sources
            where Declaration().IsMatch(source.Code)
            from secret in _secrets
            where source.Text.Contains($"{{{secret}}}", StringComparison.OrdinalIgnoreCase)
            select $"{source.File}: {{{secret}}}";

        Findings.AssertNone(leaks);
    }

    private static IEnumerable<(string File, int Id)> Events() =>
        from source in Sources
        from match in Id().Matches(source.Code)
        select (source.File, int.Parse(match.Groups[1].Value.Replace("_", ""), CultureInfo.InvariantCulture));

    private static (int First, int Last)? BlockOf(string file)
    {
        var folder = Path.GetDirectoryName(file)!.Replace('\\', '/');
        while (folder.Length > 0 && !_blocks.ContainsKey(folder))
            folder = Path.GetDirectoryName(folder)!.Replace('\\', '/');
        // A folder without a block does not use that of the root.
        return folder.Length > 0 || !file.Contains('/') ? _blocks[folder] : null;
    }

    [GeneratedRegex(@"\[LoggerMessage\b")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\[LoggerMessage\(\s*(?:[^\]]*?\bEventId\s*=\s*)?([\d_]+)")]
    private static partial Regex Id();

    [GeneratedRegex(@"\.Log(?:Trace|Debug|Information|Warning|Error|Critical)\(")]
    private static partial Regex LooseCall();
}
