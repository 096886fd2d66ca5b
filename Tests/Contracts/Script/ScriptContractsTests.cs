using SignalRChat.Tests.Architecture;

namespace SignalRChat.Tests.Contracts.Script;

public sealed class ScriptContractsTests
{
    private const string Update = "UPDATE_SCRIPT_CONTRACTS";
    private const string Folder = "wwwroot/js/client";

    public static TheoryData<string> Files => ["contracts.js", "contracts.d.ts"];

    /// <summary>
    /// The JavaScript client is checked against these files. If they differ from the contracts, the check proves nothing.
    /// </summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void The_contracts_in_JavaScript_are_those_of_C_sharp(string name)
    {
        var file = $"{Folder}/{name}";
        var text = name.EndsWith(".js", StringComparison.Ordinal) ? ScriptContracts.Module() : ScriptContracts.Types();
        if (Environment.GetEnvironmentVariable(Update) == "1")
            File.WriteAllText(SourceTree.PathOf(file), text);

        var committed = SourceTree.Read(file).ReplaceLineEndings("\n");

        var drifted = text.Split('\n').Except(committed.Split('\n')).Select(line => $"+ {line}")
            .Concat(committed.Split('\n').Except(text.Split('\n')).Select(line => $"- {line}"));
        Assert.True(text == committed, $"""
            {file} is not what the contracts say any more:
            {string.Join('\n', drifted)}
            Run `{Update}=1 eng/test.sh --filter {nameof(ScriptContractsTests)}`, read the diff and commit it.
            """);
    }
}
