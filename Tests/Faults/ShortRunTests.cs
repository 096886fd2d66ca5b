using System.Globalization;
using System.Text.RegularExpressions;
using SignalRChat.Testing.Oracle;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Faults;

/// <summary>
/// The fault suite as an operator runs it, with some of its faults and its parts side by side, so that it takes a minute. It
/// prints the recovery times and does not judge them, because the machine's other work would decide the result.
/// </summary>
[Collection(Alone.Name)]
public sealed partial class ShortRunTests
{
    private const string Seed = "7";

    // Named, so that new kinds of faults do not change this test. Redis is last, because during its outage and a while after,
    // nodes cannot know which users left. It lasts long enough for a meaningful percentile.
    private static readonly string[] _faults =
    [
        "client-cut", "postgres-killed", "node-disk-full", "node-killed", "flood", "flood-with-idle-clients", "flood-with-slow-readers",
        "redis-killed", "redis-frozen", "redis-link-cut",
    ];

    private static readonly string[] _parts = ["one-node.jsonl", "two-nodes.jsonl", "failover.jsonl"];

    private static readonly Check[] _checks =
    [
        Check.Lost, Check.Gap, Check.Disagreement, Check.Reorder, Check.Skip, Check.Behind, Check.Snapshot, Check.Duplicate,
        Check.Undecided, Check.Refusal, Check.AbortedRead, Check.Intruder, Check.CarriedOn, Check.UnreadWrong, Check.InboxGap,
    ];

    /// <summary>The parts of the check for intruders.</summary>
    private static readonly string[] _intruders = ["removals", "mutes", "posting", "revocations", "inboxes", "archiving"];

    /// <summary>Those that need seconds in which the machine runs, as a ban is lifted soon.</summary>
    private static readonly string[] _timedIntruders = ["bans", "oldtokens"];

    /// <summary>The checks of timing. They do not judge the machine's standstills.</summary>
    private static readonly Check[] _ofTime = [.. Enum.GetValues<Check>().Where(check => check.IsOfTime())];

    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(4.5);

    [Fact]
    public async Task A_short_run_finds_nothing_had_something_to_look_at_and_is_judged_the_same_again()
    {
        var folder = Path.Combine(RepositoryRoot.Path, "artifacts", "faults", "test");
        var (code, said) = await RunAsync(
            ["short", "--seed", Seed, "--output", folder, "--parallel", "--busy-machine", "--failover", "--only", .. _faults]);
        Assert.True(code == 0, said);
        var looked = Looked(said);
        var names = _checks.Select(check => $"{check}".ToLowerInvariant()).Concat(_intruders);
        var timed = _ofTime.Select(check => $"{check}".ToLowerInvariant()).Concat(_timedIntruders);
        Assert.All(
            HadItsProcessors(said) ? names.Concat(timed) : names,
            check => Assert.True(looked.GetValueOrDefault(check, "0") != "0", $"{check} had nothing to look at.\n{said}"));

        var again = Path.Combine(folder, "judged");
        var (codeAgain, saidAgain) = await RunAsync(
            ["judge", .. _parts.Select(part => Path.Combine(folder, part)), "--output", again, "--busy-machine"]);
        Assert.True(codeAgain == 0, saidAgain);
        Assert.Equal(looked, Looked(saidAgain));
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(folder, "report.md")), await File.ReadAllTextAsync(Path.Combine(again, "report.md")));
    }

    private static Dictionary<string, string> Looked(string said) =>
        LookedAt().Matches(said).ToDictionary(
            match => match.Groups["check"].Value.Replace(" ", "", StringComparison.Ordinal), match => match.Groups["count"].Value);

    /// <summary>At least nine tenths of the time.</summary>
    private static bool HadItsProcessors(string said) => Seconds(StoodStill(), said) < 0.1 * Seconds(Lasted(), said);

    private static double Seconds(Regex each, string said) =>
        each.Matches(said).Sum(match => double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));

    private static async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        var end = await Tool.RunAsync(new("dotnet", [Program(), .. arguments]) { WorkingDirectory = RepositoryRoot.Path }, _deadline);
        return (end.Code, end.Said);
    }

    private static string Program() => Path.Combine(
        AppContext.BaseDirectory,
        "..",
        "..",
        "SignalRChat.Faults",
        new DirectoryInfo(AppContext.BaseDirectory).Name,
        "SignalRChat.Faults.dll");

    [GeneratedRegex(@"stood still for ([\d.]+) s in all")]
    private static partial Regex StoodStill();

    [GeneratedRegex(@"^## .*: seed \d+, (\d+) s", RegexOptions.Multiline)]
    private static partial Regex Lasted();

    [GeneratedRegex(@"(?<=looked (for intruders )?at: .*)(?<check>[a-z ]+?) (?<count>\d+)(,|$)", RegexOptions.Multiline)]
    private static partial Regex LookedAt();
}
