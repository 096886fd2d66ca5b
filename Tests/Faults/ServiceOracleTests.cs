using SignalRChat.Testing.History;
using SignalRChat.Testing.Oracle;
using static SignalRChat.Tests.Faults.Story;

namespace SignalRChat.Tests.Faults;

/// <summary>A backend is held to the same promises as a client, but it need not be a member.</summary>
public sealed class ServiceOracleTests
{
    private static Story Posts(string? author, string storedAs)
    {
        var story = new Story()
            .Add("shop", new Invoked(50, OpKind.Post, Room, Id("one"), "one") { Author = author })
            .Add("shop", new Succeeded(50, 1, 1, false));
        var message = Message("one", 1) with { UserId = storedAs };
        return story.Stores(message).BothHear(0, message);
    }

    [Fact]
    public void A_backend_is_no_intruder()
    {
        Assert.Equal([Check.Intruder], Posts(author: null, storedAs: "shop").Judge());
        Assert.Empty(Posts(author: null, storedAs: "shop").Serves("shop").Add("shop", new Pushed(1, Room, 0, 1)).Judge());
    }

    [Theory]
    [InlineData("", "", false)]
    [InlineData("bot", "bot", false)]
    [InlineData("", "shop", true)]
    [InlineData("bot", "alice", true)]
    public void A_post_of_a_backend_stands_under_the_author_that_it_names(string author, string storedAs, bool isFound) =>
        Assert.Equal(isFound ? [Check.Lost] : [], Posts(author, storedAs).Serves("shop").Judge());

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_two_posts_with_the_same_key_one_is_new(bool isDuplicate)
    {
        var story = Posts("", "").Serves("shop")
            .Add("shop", new Invoked(51, OpKind.Post, Room, Id("one"), "one") { Author = "" })
            .Add("shop", new Succeeded(51, 1, 1, isDuplicate));
        Assert.Equal(isDuplicate ? [] : [Check.Duplicate], story.Judge());
    }

    [Fact]
    public void A_page_that_does_not_follow_on_is_a_gap()
    {
        static Story Reads(long after) => Posts("", "").Serves("shop")
            .Add("shop", new Entered(1, Room, 0, false)).Add("shop", new Pushed(1, Room, after, after + 1));
        Assert.Empty(Reads(after: 0).Judge());
        Assert.Equal([Check.Gap], Reads(after: 1).Judge());
    }
}
