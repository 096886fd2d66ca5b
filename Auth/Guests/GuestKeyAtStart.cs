using Microsoft.Extensions.Options;

namespace SignalRChat.Auth.Guests;

/// <summary>Asks for the key where guests are on, so that one that cannot be used stops the start and not the first guest.</summary>
internal sealed class GuestKeyAtStart(IOptions<GuestOptions> options, IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.IsOn) services.GetRequiredService<GuestSigningKey>();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
