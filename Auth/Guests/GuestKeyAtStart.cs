namespace SignalRChat.Auth.Guests;

/// <summary>Loads the key if guests are on, so that an unusable key stops the start and does not fail the first guest.</summary>
internal sealed class GuestKeyAtStart(IOptions<GuestOptions> options, IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.IsOn)
            services.GetRequiredService<GuestSigningKey>();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
