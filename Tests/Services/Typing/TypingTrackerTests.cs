using Microsoft.Extensions.Time.Testing;
using SignalRChat.Contracts;
using SignalRChat.Services.Typing;

namespace SignalRChat.Tests.Services.Typing;

public sealed class TypingTrackerTests
{
    private const string Room = "lobby";
    private static readonly ChatUser _alice = new() { UserId = "a", Name = "Alice" };
    private static readonly TimeSpan _moment = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly RecordedEvents _events = new();
    private readonly TypingTracker _typing;

    public TypingTrackerTests() => _typing = new TypingTracker(_events, _time);

    [Fact]
    public void A_start_is_told_at_most_once_in_three_seconds()
    {
        Assert.True(_typing.Start(Room, _alice));
        _time.Advance(ChatLimits.TypingInterval - _moment);
        Assert.False(_typing.Start(Room, _alice));
        _time.Advance(_moment);
        Assert.True(_typing.Start(Room, _alice));
    }

    [Fact]
    public void Rooms_and_users_do_not_share_the_interval()
    {
        Assert.True(_typing.Start(Room, _alice));
        Assert.True(_typing.Start("other", _alice));
        Assert.True(_typing.Start(Room, new ChatUser { UserId = "b" }));
    }

    [Fact]
    public void Typing_ends_by_itself_six_seconds_after_the_last_start()
    {
        _typing.Start(Room, _alice);
        _time.Advance(TimeSpan.FromSeconds(2));
        _typing.Start(Room, _alice);
        _time.Advance(ChatLimits.TypingLifetime - _moment);
        _typing.Expire();
        Assert.Empty(_events.Typing);

        _time.Advance(_moment);
        _typing.Expire();

        Assert.Equal(TypingTracker.Change(Room, _alice, isTyping: false), Assert.Single(_events.Typing));
        Assert.Equal(0, _typing.Count);
    }

    [Fact]
    public void A_message_ends_typing_and_is_told_once()
    {
        _typing.Start(Room, _alice);

        _typing.End(Room, _alice.UserId);
        _typing.End(Room, _alice.UserId);

        Assert.False(Assert.Single(_events.Typing).IsTyping);
    }

    /// <summary>Regression: a message forgot when the last start was told, so start and message in turn told every start.</summary>
    [Fact]
    public void A_message_does_not_make_the_next_start_come_sooner()
    {
        _typing.Start(Room, _alice);
        _typing.End(Room, _alice.UserId);

        Assert.False(_typing.Start(Room, _alice));
        _time.Advance(ChatLimits.TypingInterval);
        Assert.True(_typing.Start(Room, _alice));
    }

    [Fact]
    public void A_stop_is_told_only_where_a_start_was()
    {
        Assert.False(_typing.Stop(Room, _alice.UserId));
        _typing.Start(Room, _alice);
        Assert.True(_typing.Stop(Room, _alice.UserId));
        Assert.False(_typing.Stop(Room, _alice.UserId));
        Assert.False(_typing.Start(Room, _alice));
        Assert.False(_typing.Stop(Room, _alice.UserId));
    }

    [Fact]
    public void Nothing_is_remembered_of_one_who_stopped()
    {
        _typing.Start(Room, _alice);
        _typing.Stop(Room, _alice.UserId);
        _typing.Expire();
        Assert.Equal(1, _typing.Count);

        _time.Advance(ChatLimits.TypingInterval);
        _typing.Expire();

        Assert.Equal(0, _typing.Count);
        Assert.Empty(_events.Typing);
    }

    /// <summary>Regression: who went on typing right after a message was not shown, because the start came too soon and was forgotten.</summary>
    [Fact]
    public void A_start_that_comes_too_soon_is_told_when_the_interval_is_over()
    {
        _typing.Start(Room, _alice);
        _typing.End(Room, _alice.UserId);
        Assert.False(_typing.Start(Room, _alice));
        _typing.Expire();
        Assert.False(Assert.Single(_events.Typing).IsTyping);

        _time.Advance(ChatLimits.TypingInterval);
        _typing.Expire();
        _typing.Expire();

        Assert.Equal([false, true], _events.Typing.Select(change => change.IsTyping));
    }

    [Fact]
    public void A_start_that_came_too_soon_is_forgotten_by_a_stop()
    {
        _typing.Start(Room, _alice);
        _typing.End(Room, _alice.UserId);
        _typing.Start(Room, _alice);
        Assert.False(_typing.Stop(Room, _alice.UserId));

        _time.Advance(ChatLimits.TypingInterval);
        _typing.Expire();

        Assert.Single(_events.Typing);
        Assert.Equal(0, _typing.Count);
    }
}
