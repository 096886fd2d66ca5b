using SignalRChat.Testing.History;
using SignalRChat.Testing.Oracle;
using static SignalRChat.Tests.Faults.Story;

namespace SignalRChat.Tests.Faults;

/// <summary>The order of sends that did not wait for one another.</summary>
public sealed class BurstOracleTests
{
    /// <summary>Only if the first try stored both: a retry may come after what was sent behind it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sends_of_a_burst_that_stand_in_another_order_are_reordered(bool isRetried)
    {
        var story = new Story();
        foreach (var (op, text) in (ReadOnlySpan<(long, string)>)[(101, "one"), (102, "two")])
            story.Add("alice", new Invoked(op, OpKind.Post, Room, Id(text), text) { Burst = 1 });
        story.Add("alice", new Succeeded(102, 1, 1, false)).Add("alice", new Succeeded(101, 2, 2, false) { IsRetried = isRetried })
            .Stores("one", 2).Stores("two", 1)
            .Hears("alice", 0, 2, Message("two", 1), Message("one", 2)).Hears("bob", 0, 2, Message("two", 1), Message("one", 2));
        Assert.Equal(isRetried ? [] : [Check.Reorder], story.Judge());
    }
}
