using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Auth;

/// <summary>An issuer and a server that trusts it and takes guests, for a class of tests that leave both as they are.</summary>
public sealed class TrustedIssuer : IAsyncLifetime
{
    internal TokenIssuer Issuer { get; private set; } = null!;

    internal AuthServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Issuer = await TokenIssuer.StartAsync();
        Server = await AuthServer.StartAsync(new(Issuer.Settings) { ["Authentication:Guests:Enabled"] = "true" });
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        await Issuer.DisposeAsync();
    }
}
