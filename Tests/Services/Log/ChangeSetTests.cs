using SignalRChat.Contracts;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Services.Log;

public sealed class ChangeSetTests
{
    private static readonly ChangeSet _changes = new(
        [Message(2), Message(4), Message(7)],
        [Reactions(3), Reactions(5), Reactions(6)])
    {
        Members = [Member(1), Member(8)],
        Info = new() { Revision = 9 },
    };

    [Theory]
    [InlineData(0, 9, "2 4 7", "3 5 6", "1 8", 9L)]
    [InlineData(3, 6, "4", "5 6", "", null)]
    [InlineData(2, 2, "", "", "", null)]
    [InlineData(6, 8, "7", "", "8", null)]
    [InlineData(8, 9, "", "", "", 9L)]
    [InlineData(9, 10, "", "", "", null)]
    public void A_part_holds_the_changes_of_its_range(
        long after, long through, string messages, string reactions, string members, long? info)
    {
        var part = _changes.Between(after, through);

        Assert.Equal(messages, string.Join(' ', part.Messages.Select(message => message.Revision)));
        Assert.Equal(reactions, string.Join(' ', part.Reactions.Select(one => one.Revision)));
        Assert.Equal(members, string.Join(' ', part.Members.Select(member => member.Revision)));
        Assert.Equal(info, part.Info?.Revision);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(5, 5)]
    [InlineData(7, 7)]
    [InlineData(8, 8)]
    [InlineData(9, 10)]
    [InlineData(10, 10)]
    public void A_frame_ends_with_the_change_that_reaches_the_limit(int limit, long through) =>
        Assert.Equal(through, _changes.FitThrough(limit, through: 10));

    [Fact]
    public void Text_data_and_the_users_of_reactions_count_for_the_size_of_a_frame()
    {
        var large = new string('x', ChangeSet.MaxTextPerFrame);
        ReactionTally[] tallies = [new() { Emoji = "👍", Count = 1, UserIds = [large] }];

        Assert.Equal(1, new ChangeSet([Message(1) with { Text = large }, Message(2)], []).FitThrough(10, 2));
        Assert.Equal(1, new ChangeSet([Message(1) with { Data = large }, Message(2)], []).FitThrough(10, 2));
        Assert.Equal(1, new ChangeSet([Message(2)], [Reactions(1) with { Tallies = tallies }]).FitThrough(10, 2));
        Assert.Equal(1, new ChangeSet([Message(2)], []) { Info = new() { Revision = 1, Data = large } }.FitThrough(10, 2));
        Assert.Equal(1, new ChangeSet([Message(2)], []) { Members = [Member(1) with { Name = large }] }.FitThrough(10, 2));
        var history = new ChangeSet([Message(1), Message(2), Message(3)], [Reactions(9) with { Sequence = 2, Tallies = tallies }]);
        Assert.Equal(2, history.CountThatFitsFromEnd());
    }

    private static ChatMessage Message(long revision) => new() { Sequence = revision, Revision = revision };

    private static ChangedMember Member(long revision) => new() { UserId = $"u{revision}", Revision = revision };

    private static MessageReactions Reactions(long revision) => new() { Sequence = 1, Revision = revision };
}
