using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Auth.Guests;

namespace SignalRChat.Tests.Auth;

public sealed class GuestRateLimiterTests
{
    private static readonly IPAddress _one = IPAddress.Parse("203.0.113.7");
    private static readonly IPAddress _other = IPAddress.Parse("203.0.113.8");
    private static readonly TimeSpan _each = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly GuestRateLimiter _limiter;

    public GuestRateLimiterTests()
    {
        var options = new GuestOptions { Tokens = { PerSecond = 1 / _each.TotalSeconds, Burst = 2 } };
        _limiter = new GuestRateLimiter(Options.Create(options), _time);
    }

    [Fact]
    public void Beyond_the_burst_one_is_there_again_after_the_given_time()
    {
        Assert.True(_limiter.TryTake(_one, out _));
        Assert.True(_limiter.TryTake(_one, out _));
        Assert.False(_limiter.TryTake(_one, out var wait));
        Assert.Equal(_each, wait);

        _time.Advance(wait);
        Assert.True(_limiter.TryTake(_one, out _));
        Assert.False(_limiter.TryTake(_one, out _));
    }

    [Fact]
    public void Each_has_an_allowance_of_its_own()
    {
        Assert.True(_limiter.TryTake(_one, out _));
        Assert.True(_limiter.TryTake(_one, out _));
        Assert.True(_limiter.TryTake(_other, out _));
    }

    [Fact]
    public void One_that_is_full_again_is_forgotten()
    {
        _limiter.TryTake(_one, out _);
        _limiter.TryTake(_one, out _);
        _time.Advance(2 * _each);

        _limiter.TryTake(_other, out _);

        Assert.Equal(1, _limiter.Count);
    }
}
