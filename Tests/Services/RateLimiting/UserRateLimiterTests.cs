using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Common;
using SignalRChat.Contracts;
using SignalRChat.Services.RateLimiting;

namespace SignalRChat.Tests.Services.RateLimiting;

public sealed class UserRateLimiterTests
{
    private static readonly TimeSpan _mostOwed = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();
    private readonly UserRateLimiters _users;

    public UserRateLimiterTests()
    {
        var options = Options.Create(new RateLimitOptions
        {
            Messages = { PerSecond = 10, Burst = 3 },
            Typing = { PerSecond = 1, Burst = 1 },
        });
        _users = new UserRateLimiters(new RateLimits(options, _time), _time);
    }

    [Fact]
    public void A_burst_is_accepted_and_the_next_call_learns_when_to_retry()
    {
        var alice = _users.Open("alice");
        Take(alice, 3);

        var refused = Assert.Throws<ChatRefusedException>(() => alice.Take(CallKind.Messages));
        Assert.Equal((ChatErrorCodes.RateLimited, TimeSpan.FromMilliseconds(100)), (refused.Code, refused.RetryAfter));
        Assert.EndsWith("Retry after 100 ms.", refused.WireText, StringComparison.Ordinal);

        _time.Advance(refused.RetryAfter!.Value);
        Take(alice, 1);
        Assert.Throws<ChatRefusedException>(() => alice.Take(CallKind.Messages));
    }

    [Fact]
    public void A_refusal_costs_nothing_and_in_the_long_run_the_rate_is_the_one_set()
    {
        var alice = _users.Open("alice");
        Take(alice, 3);
        var taken = 0;
        for (var step = 0; step < 1000; step++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            taken += TryTake(alice) ? 1 : 0;
        }

        Assert.Equal(100, taken);
    }

    [Fact]
    public void Kinds_and_users_do_not_share_and_the_connections_of_a_user_do()
    {
        var alice = _users.Open("alice");
        Take(alice, 3);

        alice.Take(CallKind.Typing);
        alice.Take(CallKind.Rooms);
        alice.Take(CallKind.Reads);
        Take(_users.Open("bob"), 3);
        Assert.Same(alice, _users.Open("alice"));
    }

    [Fact]
    public void A_new_connection_is_no_new_allowance_until_it_is_full_again()
    {
        Take(_users.Open("alice"), 3);
        _users.Close("alice");
        Assert.False(TryTake(_users.Open("alice")));
        _users.Close("alice");

        _time.Advance(TimeSpan.FromMilliseconds(300));
        _users.Open("bob");
        Assert.Equal(1, _users.Count);
        Take(_users.Open("alice"), 3);
    }

    [Fact]
    public void What_is_sent_is_owed_by_the_user_and_outlives_its_connections()
    {
        var options = new RateLimitOptions
        {
            Frames = { PerSecond = 1, Burst = 10 },
            UserFrames = { PerSecond = 10, Burst = 20 },
            Bytes = { PerSecond = 1_024, Burst = 1_024 },
            UserBytes = { PerSecond = 1_024, Burst = 4_096 },
            OverRateTimeout = TimeSpan.FromMinutes(10),
        };
        var users = new UserRateLimiters(new RateLimits(Options.Create(options), _time), _time);
        var alice = users.Open("alice");

        Assert.InRange(alice.Charge(20, 0, _time.GetTimestamp()), long.MinValue, 0);
        Assert.Equal(TimeSpan.FromMilliseconds(500), Waits(alice.Charge(5, 0, _time.GetTimestamp())));
        Assert.False(alice.TryCharge(6, _time.TimestampFrequency, _time.GetTimestamp(), out var refused));
        Assert.Equal(TimeSpan.FromMilliseconds(1_100), Waits(refused));
        Assert.True(alice.TryCharge(5, _time.TimestampFrequency, _time.GetTimestamp(), out _));
        users.Close("alice");
        Assert.Equal(TimeSpan.FromMilliseconds(1_100), Waits(users.Open("alice").Charge(1, 0, _time.GetTimestamp())));

        // However large the excess was, the rest is forgiven, so that the user's other connections are read again in time.
        Assert.Equal(_mostOwed, Waits(alice.Charge(1, 1_000_000, _time.GetTimestamp())));
        _time.Advance(_mostOwed);
        Assert.InRange(alice.Charge(0, 0, _time.GetTimestamp()), long.MinValue, 0);
    }

    [Fact]
    public void Many_requests_of_a_user_leave_one_entry_and_then_none()
    {
        for (var i = 0; i < 100; i++)
        {
            _users.Open("alice").Charge(1, 0, _time.GetTimestamp());
            _users.Close("alice");
        }
        Assert.Equal(1, _users.Count);

        _time.Advance(TimeSpan.FromMinutes(1));
        _users.Open("bob");
        _users.Close("bob");
        _users.Open("carol");
        Assert.Equal(1, _users.Count);
    }

    private TimeSpan Waits(long ticks) => _time.GetElapsedTime(0, ticks);

    private static void Take(UserRateLimiter user, int times)
    {
        for (var i = 0; i < times; i++)
            user.Take(CallKind.Messages);
    }

    private static bool TryTake(UserRateLimiter user)
    {
        try
        {
            user.Take(CallKind.Messages);
            return true;
        }
        catch (ChatRefusedException)
        {
            return false;
        }
    }
}
