using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Hubs.Transport.Budgets;
using SignalRChat.Services.RateLimiting;

namespace SignalRChat.Tests.Hubs.Transport.Budgets;

/// <summary>Budgets on a clock that the test moves, so that they do not refill while a slow machine sends.</summary>
internal static class StillBudgets
{
    public static Action<IServiceCollection> On(FakeTimeProvider time) => services => services
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<RateLimits>(provider, time))
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<UserRateLimiters>(provider, time))
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<ConnectionRateLimits>(provider, time));

    /// <summary>Advances the clock a second at a time until the task is done, and returns how many seconds it took.</summary>
    public static async Task<int> SecondsUntilAsync(this FakeTimeProvider time, Task done)
    {
        var seconds = 0;
        await Eventually.HoldsAsync(() =>
        {
            if (done.IsCompleted)
                return Task.FromResult(true);
            time.Advance(TimeSpan.FromSeconds(1));
            seconds++;
            return Task.FromResult(false);
        });
        return seconds;
    }
}
