namespace SignalRChat.Tests.Architecture;

internal static class Findings
{
    /// <summary>Fails with every finding in full, one a line. The assertions for collections truncate them.</summary>
    public static void AssertNone(IEnumerable<string> findings)
    {
        var all = findings.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }
}
