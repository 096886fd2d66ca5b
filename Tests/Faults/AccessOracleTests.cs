using SignalRChat.Testing.History;
using SignalRChat.Testing.Oracle;
using static SignalRChat.Tests.Faults.Story;

namespace SignalRChat.Tests.Faults;

/// <summary>A ban from the server and a revocation act within 2 s, unless a node or the database is disturbed.</summary>
public sealed class AccessOracleTests
{
    private static readonly Closed _banned = new(1, 1008, "banned");

    private static Story Loses(OpKind kind, string? fault = null)
    {
        var story = new Story().Serves("shop").Posts("alice", "one", 1).Stores("one", 1).BothHear(0, Message("one", 1));
        if (fault is not null)
            story.Add("", new FaultBegan(1, fault, ""));
        return story.Makes("shop", kind, "", "bob", 1);
    }

    /// <summary>Alice posts after this time, and bob receives it.</summary>
    private static Story PostsAfter(Story story, double seconds) => story.Later(seconds)
        .Posts("alice", "two", 2).Stores("two", 2).BothHear(1, Message("two", 2));

    [Theory]
    [InlineData(1, null, false)]
    [InlineData(3, null, true)]
    [InlineData(3, "redis-frozen", true)]
    [InlineData(3, "postgres-frozen", false)]
    [InlineData(3, "node-killed", false)]
    public void A_banned_user_that_receives_a_later_message_is_an_intruder(int seconds, string? fault, bool isFound) =>
        Assert.Equal(isFound ? [Check.Intruder] : [], PostsAfter(Loses(OpKind.Ban, fault), seconds).Add("bob", _banned).Judge());

    [Fact]
    public void A_user_that_returns_when_the_ban_is_lifted_is_none()
    {
        var story = Loses(OpKind.Ban).Add("bob", _banned).Later(3).Makes("shop", OpKind.Unban, "", "bob", 2)
            .Add("bob", new Opened(2)).Add("bob", new Entered(2, Room, 1, false));
        Assert.Empty(PostsAfter(story, seconds: 0).Judge());
    }

    [Fact]
    public void A_banned_user_that_connects_or_calls_is_an_intruder()
    {
        static Story Banned() => Loses(OpKind.Ban).Add("bob", _banned).Later(3);
        Assert.Equal([Check.Intruder], Banned().Add("bob", new Opened(2)).Later(5).Add("alice", new Present("elsewhere", [])).Judge());
        Assert.Equal([Check.Intruder], Banned().Asks("bob", OpKind.Read, "", "", op => new Succeeded(op, 0, 1, false)).Judge());
        Assert.Empty(Banned().Asks("bob", OpKind.Post, "", "", op => new Refused(op, "banned")).Judge());
    }

    [Fact]
    public void A_revoked_connection_that_stays_open_is_an_intruder_and_the_next_one_is_none()
    {
        static Story Ends(Story story) => story.Later(5).Add("alice", new Present("elsewhere", []));
        Assert.Equal([Check.Intruder], Ends(Loses(OpKind.Revoke)).Judge());
        Assert.Empty(Ends(Loses(OpKind.Revoke).Add("bob", new Closed(1, 1008, "token-revoked")).Add("bob", new Opened(2))).Judge());
    }

    [Theory]
    [InlineData(true, "banned")]
    [InlineData(false, "invalid-token")]
    public void A_refusal_is_right_from_the_loss_of_access_to_its_end(bool isBan, string code)
    {
        var kind = isBan ? OpKind.Ban : OpKind.Revoke;
        bool IsFound(Story story) => story.Posts("bob", "two", op => new Refused(op, code)).Judge().Contains(Check.Refusal);
        Story Over() => isBan ? Loses(kind).Makes("shop", OpKind.Unban, "", "bob", 2) : Loses(kind);

        Assert.True(IsFound(new Story()));
        Assert.False(IsFound(Loses(kind)));
        Assert.False(IsFound(Over().Later(1)));
        Assert.True(IsFound(Over().Later(5)));
    }

    [Theory]
    [InlineData(false, 0, 3, true)]
    [InlineData(false, 0, 1, false)]
    [InlineData(false, 9, 3, false)]
    [InlineData(true, 9, 3, true)]
    public void A_connect_that_was_to_be_rejected_is_an_intruder(bool isBan, long issued, int seconds, bool isFound)
    {
        Story Connects(Func<long, HistoryRecord> outcome) => Loses(isBan ? OpKind.Ban : OpKind.Revoke)
            .Add("bob", isBan ? _banned : new Closed(1, 1008, "token-revoked")).Later(seconds)
            .Add("old", new Invoked(99, OpKind.Connect, "", "", "bob") { TokenFrom = issued * 1_000_000 }).Add("old", outcome(99));

        Assert.Equal(isFound ? [Check.Intruder] : [], Connects(op => new Succeeded(op, 0, 0, false)).Judge());
        Assert.Empty(Connects(op => new Refused(op, "HTTP/1.1 401")).Judge());
    }

    /// <summary>An app on a library learns the reason, and not the close code.</summary>
    [Fact]
    public void A_library_ends_in_time_and_without_a_code()
    {
        static Story Ends(Story story) => story.Later(5).Add("alice", new Present("elsewhere", []));
        Assert.Empty(Ends(Loses(OpKind.Revoke).Add("bob", new Closed(1, null, null) { IsCodeHidden = true })).Judge());
        Assert.Equal([Check.Intruder], Ends(Loses(OpKind.Revoke).Add("bob", new Closed(1, null, null))).Judge());
    }

    [Theory]
    [InlineData(1008, "banned", false)]
    [InlineData(1008, "token-expired", false)]
    [InlineData(1008, "token-revoked", true)]
    [InlineData(1000, "banned", true)]
    public void A_connection_ends_with_the_code_of_the_ban(int close, string reason, bool isFound) =>
        Assert.Equal(
            isFound ? [Check.Intruder] : [],
            Loses(OpKind.Ban).Add("bob", new Closed(1, close, reason)).Later(3).Add("alice", new Present("elsewhere", [])).Judge());
}
