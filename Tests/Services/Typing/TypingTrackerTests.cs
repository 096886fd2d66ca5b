using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Contracts;
using SignalRChat.Services.Typing;

namespace SignalRChat.Tests.Services.Typing;

public sealed class TypingTrackerTests : IDisposable
{
    private const string Room = "lobby";
    private static readonly ChatUser _alice = new() { UserId = "a", Name = "Alice" };
    private static readonly TimeSpan _moment = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly RecordedEvents _events = new();
    private readonly TypingTracker _typing;
    private int _taken;

    public TypingTrackerTests() => _typing = new TypingTracker(_events, _time, NullLogger<TypingTracker>.Instance);

    public void Dispose() => _typing.Dispose();

    [Fact]
    public void A_start_is_sent_at_most_once_in_three_seconds()
    {
        Start();
        _time.Advance(ChatLimits.TypingInterval - _moment);
        Start();
        Assert.Equal("+desk", Take());
        _time.Advance(_moment);
        Start();
        Assert.Equal("+desk", Take());
    }

    [Fact]
    public void Rooms_and_users_do_not_share_the_interval()
    {
        Start();
        _typing.Start("other", _alice, "desk");
        _typing.Start(Room, new ChatUser { UserId = "b" }, "bobs");

        Assert.Equal("+desk +desk +bobs", Take());
    }

    [Fact]
    public void Typing_ends_by_itself_six_seconds_after_the_last_start()
    {
        Start();
        _time.Advance(TimeSpan.FromSeconds(2));
        Start();
        _time.Advance(ChatLimits.TypingLifetime - _moment);
        _typing.Expire();
        Assert.Equal("+desk", Take());

        _time.Advance(_moment);
        _typing.Expire();

        Assert.Equal("-desk", Take());
        Assert.Equal(TypingTracker.Change(Room, _alice, isTyping: false), _events.Typing[^1]);
        Assert.Equal(0, _typing.Count);
    }

    [Fact]
    public void All_typing_of_a_room_ends_at_once_and_that_of_others_stays()
    {
        Start();
        _typing.Start(Room, new ChatUser { UserId = "b" }, "bobs");
        _typing.Start("other", _alice, "desk");

        _typing.EndAll(Room);
        _typing.EndAll(Room);

        Assert.Equal("+desk +bobs +desk -desk -bobs", Take());
        Assert.Equal([Room, Room], _events.Typing.Where(change => !change.IsTyping).Select(change => change.Room));
    }

    [Fact]
    public void A_message_ends_typing_with_one_event()
    {
        Start();

        End();
        End();

        Assert.Equal("+desk -desk", Take());
    }

    /// <summary>
    /// Regression: a message reset the time of the last start, so alternating starts and messages sent every start.
    /// </summary>
    [Fact]
    public void A_message_does_not_make_the_next_start_come_sooner()
    {
        Start();
        End();
        Start();
        Assert.Equal("+desk -desk", Take());

        _time.Advance(ChatLimits.TypingInterval);
        Start();

        Assert.Equal("+desk", Take());
    }

    [Fact]
    public void An_end_is_sent_only_if_a_start_was()
    {
        End();
        Assert.Equal("", Take());
        Start();
        End();
        Assert.Equal("+desk -desk", Take());
        Start();
        End();
        Assert.Equal("", Take());
    }

    [Fact]
    public void Nothing_is_remembered_of_a_user_that_stopped()
    {
        Start();
        End();
        _typing.Expire();
        Assert.Equal(1, _typing.Count);

        _time.Advance(ChatLimits.TypingInterval);
        _typing.Expire();

        Assert.Equal(0, _typing.Count);
        Assert.Equal("+desk -desk", Take());
    }

    /// <summary>
    /// Regression: a user who continued to type right after a message was not shown, because the start came too early and was
    /// dropped.
    /// </summary>
    [Fact]
    public void A_start_that_comes_too_soon_is_sent_when_the_interval_is_over()
    {
        Start();
        End();
        Start();
        _typing.Expire();
        Assert.Equal("+desk -desk", Take());

        _time.Advance(ChatLimits.TypingInterval);
        _typing.Expire();
        _typing.Expire();

        Assert.Equal("+desk", Take());
    }

    [Fact]
    public void A_start_that_came_too_soon_is_forgotten_by_an_end()
    {
        Start();
        End();
        Start();
        End();

        _time.Advance(ChatLimits.TypingInterval);
        _typing.Expire();

        Assert.Equal("+desk -desk", Take());
        Assert.Equal(0, _typing.Count);
    }

    [Fact]
    public void A_second_device_that_types_as_well_receives_the_end_and_so_does_the_first()
    {
        Start();
        Start("phone");
        End();
        Assert.Equal("+desk -desk", Take());

        _time.Advance(ChatLimits.TypingInterval);
        Start();
        _time.Advance(ChatLimits.TypingInterval);
        Start("phone");
        End();

        Assert.Equal("+desk +phone -", Take());
    }

    [Fact]
    public void A_start_that_waits_is_sent_without_the_device_that_began_last()
    {
        Start();
        End();
        Start();
        Start("phone");

        _time.Advance(ChatLimits.TypingInterval);
        _typing.Expire();
        End();

        Assert.Equal("+desk -desk +phone -phone", Take());
    }

    private void Start(string connectionId = "desk") => _typing.Start(Room, _alice, connectionId);

    private void End() => _typing.End(Room, _alice.UserId);

    /// <summary>The events since the last call: the start or the end, and the excluded connection.</summary>
    private string Take()
    {
        var all = _events.Typing.Zip(_events.TypingExcept, (change, except) => (change.IsTyping ? "+" : "-") + except);
        var received = string.Join(' ', all.Skip(_taken));
        _taken = _events.Typing.Count;
        return received;
    }
}
