namespace SignalRChat.Tests.Support;

/// <summary>Tests that measure time or memory. No other test runs in this process meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
