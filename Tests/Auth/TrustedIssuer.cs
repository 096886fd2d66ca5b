using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Auth;

/// <summary>An issuer and a server that trusts it and accepts guests, for test classes that change neither.</summary>
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
