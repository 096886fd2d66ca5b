using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Hubs.Connections.Budgets;
using SignalRChat.Services.RateLimiting;

namespace SignalRChat.Tests.Hubs.Budgets;

/// <summary>Budgets on a clock that the test moves, so that they do not refill while a slow machine sends.</summary>
internal static class StillBudgets
{
    public static Action<IServiceCollection> On(FakeTimeProvider time) => services => services
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<RateLimits>(provider, time))
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<UserRateLimiters>(provider, time))
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<ConnectionBudgets>(provider, time));
}
