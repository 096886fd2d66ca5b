using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Contracts;
using SignalRChat.Services.Nodes;
using SignalRChat.Services.Presence;
using SignalRChat.Services.Typing;

namespace SignalRChat.Tests.Services;

/// <summary>The timers of typing and of presence: each runs when there is something to send, and rests otherwise.</summary>
public sealed class TrackerTimerTests
{
    private const string Room = "lobby";
    private static readonly ChatUser _alice = new() { UserId = "a", Name = "Alice" };

    private readonly CountingTime _time = new();
    private readonly RecordedEvents _events = new();

    private static CancellationToken Cancel => CancellationToken.None;

    [Fact]
    public async Task Typing_ends_by_the_clock_and_then_nothing_is_left()
    {
        using var typing = new TypingTracker(_events, _time, NullLogger<TypingTracker>.Instance);
        await typing.StartAsync(Cancel);
        typing.Start(Room, _alice, "desk");

        Pass(ChatLimits.TypingLifetime);

        Assert.Equal([true, false], _events.Typing.Select(change => change.IsTyping));
        Assert.Equal(0, typing.Count);
        var before = _time.TimersSet;
        Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(before, _time.TimersSet);
    }

    [Fact]
    public async Task The_timer_announces_joins_and_leaves_and_then_nothing_is_left()
    {
        var options = Options.Create(new PresenceOptions());
        var own = new LocalNodeState(hasBackplane: false);
        using var presence = new PresenceTracker(_events, _events, own, options, _time, NullLogger<PresenceTracker>.Instance);
        await presence.StartAsync(Cancel);
        presence.Enter(Room, _alice);
        Pass(options.Value.BatchInterval);
        Assert.Equal([_alice], Assert.Single(_events.Presence).Joined);

        presence.Leave(Room, _alice, heldBack: true);
        Pass(options.Value.LeaveDelay);

        Assert.Equal([_alice], _events.Presence[1].Left);
        var before = _time.TimersSet;
        Pass(TimeSpan.FromMinutes(1));
        Assert.Equal((before, 2), (_time.TimersSet, _events.Presence.Count));
    }

    private void Pass(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromMilliseconds(50))
            _time.Advance(TimeSpan.FromMilliseconds(50));
    }

    /// <summary>Counts how often a timer is set.</summary>
    private sealed class CountingTime : FakeTimeProvider
    {
        public int TimersSet { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new Counted(this, base.CreateTimer(callback, state, dueTime, period));

        private sealed class Counted(CountingTime time, ITimer inner) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                time.TimersSet++;
                return inner.Change(dueTime, period);
            }

            public void Dispose() => inner.Dispose();

            public ValueTask DisposeAsync() => inner.DisposeAsync();
        }
    }
}
