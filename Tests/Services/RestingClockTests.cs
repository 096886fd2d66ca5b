using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Contracts;
using SignalRChat.Services.Nodes;
using SignalRChat.Services.Presence;
using SignalRChat.Services.Typing;

namespace SignalRChat.Tests.Services;

/// <summary>The timers of typing and of presence: each runs when there is something to send, and rests otherwise.</summary>
public sealed class RestingClockTests
{
    private const string Room = "lobby";
    private static readonly ChatUser _alice = new() { UserId = "a", Name = "Alice" };

    private readonly FakeTimeProvider _time = new();
    private readonly RecordedEvents _events = new();

    private static CancellationToken Cancel => CancellationToken.None;

    [Fact]
    public async Task Typing_ends_by_the_clock_and_then_nothing_is_left()
    {
        var typing = new TypingTracker(_events, _time);
        var asked = 0;
        using var clock = new TypingClock(typing, _time, NullLogger<TypingClock>.Instance);
        typing.Pending += () => asked++;
        await clock.StartAsync(Cancel);
        typing.Start(Room, _alice, "desk");

        Pass(ChatLimits.TypingLifetime);

        Assert.Equal([true, false], _events.Typing.Select(change => change.IsTyping));
        Assert.Equal(0, typing.Count);
        var before = asked;
        Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(before, asked);
    }

    [Fact]
    public async Task Who_comes_and_who_leaves_is_told_by_the_clock_and_then_nothing_is_left()
    {
        var options = Options.Create(new PresenceOptions());
        var presence = new PresenceTracker(_events, new LocalNodeState(isShared: false), options, _time);
        var asked = 0;
        using var clock = new PresenceClock(presence, options, _time, NullLogger<PresenceClock>.Instance);
        presence.Pending += () => asked++;
        await clock.StartAsync(Cancel);
        presence.Enter(Room, _alice);
        Pass(options.Value.BatchInterval);
        Assert.Equal([_alice], Assert.Single(_events.Presence).Joined);

        presence.Leave(Room, _alice, heldBack: true);
        Pass(options.Value.LeaveDelay);

        Assert.Equal([_alice], _events.Presence[1].Left);
        var before = asked;
        Pass(TimeSpan.FromMinutes(1));
        Assert.Equal((before, 2), (asked, _events.Presence.Count));
    }

    private void Pass(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromMilliseconds(50))
            _time.Advance(TimeSpan.FromMilliseconds(50));
    }
}
