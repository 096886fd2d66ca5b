using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SignalRChat.Hubs;
using SignalRChat.Services;

namespace SignalRChat.Tests.Hubs;

/// <summary>A bad setting stops the start with one sentence that names the key, the value and what was expected.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("Chat:Limits:TextLength", "0", "Chat:Limits:TextLength is 0; expected 1 to 100000.")]
    [InlineData("Chat:Limits:ReceiveBytes", "1000", "Chat:Limits:ReceiveBytes is 1000; expected 1024 to 16777216.")]
    [InlineData("Chat:Limits:RoomsPerConnection", "0", "Chat:Limits:RoomsPerConnection is 0; expected 1 to 10000.")]
    [InlineData("Chat:Limits:RoomsMadePerUser", "0", "Chat:Limits:RoomsMadePerUser is 0; expected 1 to 1000000.")]
    [InlineData("Chat:Rooms:Create", "7", "Chat:Rooms:Create is 7; expected Anyone, Claim or Server.")]
    [InlineData("Chat:Limits:PageSize", "1001", "Chat:Limits:PageSize is 1001; expected 1 to 1000.")]
    [InlineData("Chat:Limits:CatchUpPageSize", "-1", "Chat:Limits:CatchUpPageSize is -1; expected 1 to 1000.")]
    [InlineData("Chat:Commit:QueueCapacity", "0", "Chat:Commit:QueueCapacity is 0; expected 1 to 1000000.")]
    [InlineData("Chat:Commit:MaxBatch", "0", "Chat:Commit:MaxBatch is 0; expected 1 to 10000.")]
    [InlineData("Chat:Commit:RetryAfter", "00:02:00", "Chat:Commit:RetryAfter is 00:02:00; expected 00:00:00.0010000 to 00:01:00.")]
    [InlineData("Chat:Feed:RingSize", "-1", "Chat:Feed:RingSize is -1; expected 0 to 100000.")]
    [InlineData(
        "Chat:Feed:ReconcileInterval",
        "00:00:00",
        "Chat:Feed:ReconcileInterval is 00:00:00; expected 00:00:00.1000000 to 00:01:00.")]
    [InlineData("Chat:Presence:LeaveDelay", "00:02:00", "Chat:Presence:LeaveDelay is 00:02:00; expected 00:00:00 to 00:01:00.")]
    [InlineData(
        "Chat:Presence:BatchInterval",
        "00:00:00",
        "Chat:Presence:BatchInterval is 00:00:00; expected 00:00:00.0500000 to 00:00:10.")]
    [InlineData("Chat:RateLimits:Messages:PerSecond", "0", "Chat:RateLimits:Messages:PerSecond is 0; expected 1 to 1000000.")]
    [InlineData("Chat:RateLimits:Messages:PerSecond", "NaN", "Chat:RateLimits:Messages:PerSecond is NaN; expected 1 to 1000000.")]
    [InlineData("Chat:RateLimits:Messages:PerSecond", "0.5", "Chat:RateLimits:Messages:PerSecond is 0.5; expected 1 to 1000000.")]
    [InlineData("Chat:RateLimits:Frames:Burst", "9", "Chat:RateLimits:Frames:Burst is 9; expected 10 to 1000000.")]
    [InlineData("Chat:RateLimits:UserBytes:PerSecond", "1000", "Chat:RateLimits:UserBytes:PerSecond is 1000; expected 1024 to 1000000000.")]
    [InlineData("Chat:RateLimits:Reads:Burst", "1000001", "Chat:RateLimits:Reads:Burst is 1000001; expected 1 to 1000000.")]
    [InlineData(
        "Chat:Liveness:KeepAliveInterval",
        "00:00:00",
        "Chat:Liveness:KeepAliveInterval is 00:00:00; expected 00:00:01 to 00:01:00.")]
    [InlineData("Chat:Liveness:HandshakeTimeout", "00:02:00", "Chat:Liveness:HandshakeTimeout is 00:02:00; expected 00:00:01 to 00:01:00.")]
    [InlineData("Chat:Liveness:StallTimeout", "00:00:00", "Chat:Liveness:StallTimeout is 00:00:00; expected 00:00:01 to 00:10:00.")]
    [InlineData("Chat:Drain:ReadinessDelay", "00:02:00", "Chat:Drain:ReadinessDelay is 00:02:00; expected 00:00:00 to 00:01:00.")]
    [InlineData("Chat:Drain:Window", "00:06:00", "Chat:Drain:Window is 00:06:00; expected 00:00:00 to 00:05:00.")]
    [InlineData(
        "Chat:Liveness:SweepInterval",
        "00:01:00",
        "Chat:Liveness:SweepInterval is 00:01:00; expected 00:00:00.1000000 to 00:00:10.")]
    public void Out_of_its_range(string key, string value, string sentence) => AssertRefused(key, value, sentence);

    [Theory]
    [InlineData(
        "Chat:Liveness:ClientTimeout",
        "00:00:19",
        "Chat:Liveness:ClientTimeout is 00:00:19; expected at least twice KeepAliveInterval, which is 00:00:10.")]
    [InlineData(
        "Chat:Limits:ReceiveBytes",
        "25023",
        "Chat:Limits:ReceiveBytes is 25023; expected at least 25024, for a text of 4000 characters (TextLength).")]
    public void In_its_range_but_not_with_another(string key, string value, string sentence) => AssertRefused(key, value, sentence);

    /// <summary>Regression: a value of the wrong type stopped the start with a stack trace instead of a sentence.</summary>
    [Theory]
    [InlineData("Chat:Limits:TextLength", "many")]
    [InlineData("Chat:Feed:ReconcileInterval", "soon")]
    [InlineData("Chat:Rooms:Create", "Nobody")]
    [InlineData("Chat:RateLimits:Messages:PerSecond", "many")]
    [InlineData("Chat:Transports:LongPolling", "perhaps")]
    public void Of_the_wrong_type(string key, string value)
    {
        var sentence = Assert.Single(Refusal(key, value).Failures);
        Assert.Contains(key, sentence, StringComparison.Ordinal);
        Assert.Contains(value, sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_are_accepted() => Validate([]);

    private static void AssertRefused(string key, string value, string sentence) => Assert.Contains(sentence, Refusal(key, value).Failures);

    private static OptionsValidationException Refusal(string key, string value) =>
        Assert.Throws<OptionsValidationException>(() => Validate(new() { [key] = value }));

    /// <summary>Validates the settings, as the host does before it starts any service.</summary>
    private static void Validate(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection();
        services.AddChatServices(configuration);
        services.AddChatHubs(configuration);
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
    }
}
