using CsCheck;
using SignalRChat.Client;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.Client;

public sealed class RoomCursorTests
{
    private const int Messages = 20;

    /// <summary>
    /// What a network can do to the updates of a room: deliver any of them, any number of times, in any order, several merged
    /// into one.
    /// </summary>
    private static readonly Gen<(int After, int Through)[]> _arrivals =
        Gen.Select(Gen.Int[0, Messages - 1], Gen.Int[1, 5])
            .Select((after, count) => (after, Math.Min(after + count, Messages)))
            .Array[0, 60];

    [Fact]
    public void Any_order_loss_and_repetition_gives_each_message_once() => _arrivals.Sample(arrivals =>
    {
        var cursor = new RoomCursor("e", 0);
        var seen = new List<long>();
        foreach (var (after, through) in arrivals)
        {
            var decision = cursor.Offer(Update(after, through));
            if (decision.Step == CursorStep.Hole)
                decision = cursor.Offer(Update(cursor.Revision, Messages));
            seen.AddRange(decision.Messages.Select(message => message.Revision));
            cursor = decision.Next;
        }

        seen.AddRange(cursor.Offer(Update(cursor.Revision, Messages)).Messages.Select(message => message.Revision));
        Assert.Equal(Enumerable.Range(1, Messages).Select(n => (long)n), seen);
    });

    [Fact]
    public void Of_the_reactions_in_an_update_only_the_newer_ones_apply()
    {
        var update = Update(3, 8) with { Reactions = [new() { Sequence = 1, Revision = 5 }, new() { Sequence = 2, Revision = 7 }] };

        Assert.Equal([7], new RoomCursor("e", 5).Offer(update).Reactions.Select(reactions => reactions.Revision));
        Assert.Empty(new RoomCursor("e", 8).Offer(update).Reactions);
    }

    [Fact]
    public void Of_the_members_and_the_settings_in_an_update_only_newer_ones_apply()
    {
        var update = Update(3, 8) with
        {
            Members = [new() { UserId = "a", Revision = 5 }, new() { UserId = "b", Revision = 7 }],
            Info = new() { Revision = 6 },
        };

        var decision = new RoomCursor("e", 5).Offer(update);

        Assert.Equal([7], decision.Members.Select(member => member.Revision));
        Assert.Equal(6, decision.Info?.Revision);
        Assert.Null(new RoomCursor("e", 6).Offer(update).Info);
        Assert.Empty(new RoomCursor("e", 8).Offer(update).Members);
    }

    [Theory]
    [InlineData(3, 5, CursorStep.Drop)]
    [InlineData(5, 5, CursorStep.Drop)]
    [InlineData(3, 8, CursorStep.Apply)]
    [InlineData(5, 8, CursorStep.Apply)]
    [InlineData(6, 8, CursorStep.Hole)]
    public void An_update_is_judged_by_where_it_begins_and_ends(long after, long through, CursorStep expected)
    {
        var decision = new RoomCursor("e", 5).Offer(Update(after, through));

        Assert.Equal(expected, decision.Step);
        Assert.Equal(expected == CursorStep.Apply ? through : 5, decision.Next.Revision);
    }

    [Fact]
    public void Only_what_is_newer_than_the_cursor_is_applied() =>
        Assert.Equal([6, 7, 8], new RoomCursor("e", 5).Offer(Update(2, 8)).Messages.Select(message => message.Revision));

    [Fact]
    public void Another_epoch_starts_over() =>
        Assert.Equal(CursorStep.StartOver, new RoomCursor("another", 5).Offer(Update(5, 6)).Step);

    private static RoomUpdate Update(long after, long through) => new()
    {
        Room = "r",
        Epoch = "e",
        After = after,
        Through = through,
        Messages =
        [
            .. Enumerable.Range((int)after + 1, (int)(through - after)).Select(n => new ChatMessage { Sequence = n, Revision = n }),
        ],
    };
}
