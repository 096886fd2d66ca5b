namespace SignalRChat.Tests.Architecture;

internal static class Findings
{
    /// <summary>Fails with every finding in full, a line each; the assertions for collections cut them.</summary>
    public static void AssertNone(IEnumerable<string> findings)
    {
        var all = findings.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }
}
