using SignalRChat.Tests.Architecture;

namespace SignalRChat.Tests.Contracts;

public sealed class WireNamesTests
{
    private const string Update = "UPDATE_WIRE_NAMES";
    private const string List = "Tests/Contracts/wire-names.txt";

    [Fact]
    public void The_names_on_the_wire_are_those_of_the_committed_list()
    {
        var names = WireNames.Describe();
        if (Environment.GetEnvironmentVariable(Update) == "1")
            File.WriteAllText(SourceTree.PathOf(List), names);

        var committed = File.ReadAllText(SourceTree.PathOf(List)).ReplaceLineEndings("\n");

        Assert.True(names == committed, $"""
            A name on the wire was added, changed or taken away, and a released name is for ever:
            {Differences(committed, names)}
            If that is meant, run `{Update}=1 eng/test.sh --filter {nameof(WireNamesTests)}` and commit {List}.
            """);
    }

    private static string Differences(string committed, string names)
    {
        var (before, now) = (committed.Split('\n'), names.Split('\n'));
        var gone = before.Except(now).Select(line => $"- {line}");
        var added = now.Except(before).Select(line => $"+ {line}");
        var differences = string.Join('\n', gone.Concat(added));
        return differences.Length > 0 ? differences : "(the same lines, in another place)";
    }
}
