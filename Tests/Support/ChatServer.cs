using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SignalRChat.Auth;
using SignalRChat.Auth.Guests;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.Support;

/// <summary>The complete server in this process, on a real socket and with a separate data folder.</summary>
internal sealed class ChatServer : WebApplicationFactory<Program>
{
    private readonly Dictionary<string, string?> _settings;
    private readonly Action<IServiceCollection>? _services;
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("signalrchat-");

    /// <summary>Starts a server. Settings are keys in the form <c>Chat:Limits:TextLength</c>.</summary>
    public ChatServer(Dictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null)
    {
        _settings = settings ?? [];
        _services = services;
        UseKestrel(0);
        StartServer();
    }

    public Uri Url => ClientOptions.BaseAddress;

    /// <summary>The address for a WebSocket without negotiation.</summary>
    public Uri Hub => RawUpgrade.Hub(Url);

    public string DataDirectory => _data.FullName;

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>A guest's token.</summary>
    public Task<GuestTokenResult> GuestAsync(string name) => Guests.SignInAsync(Url, name);

    /// <summary>Returns a guest's token with a shorter lifetime than the server would give it.</summary>
    public GuestTokenResult Guest(string name, TimeSpan lifetime)
    {
        var options = Options.Create(new GuestOptions { TokenLifetime = lifetime });
        return new GuestTokenIssuer(Get<GuestSigningKey>(), options, TimeProvider.System).Give(
            GuestIdentity.NewUserId(), name, TimeProvider.System.GetUtcNow());
    }

    /// <summary>Connects a guest on a bare WebSocket; <paramref name="receiveBuffer"/> is the size of its TCP window.</summary>
    public async Task<RawClient> ConnectRawAsync(string name, int? receiveBuffer = null, bool handshake = true) =>
        await ConnectRawAsync(await GuestAsync(name), receiveBuffer, handshake);

    public Task<RawClient> ConnectRawAsync(GuestTokenResult guest, int? receiveBuffer = null, bool handshake = true) =>
        RawClient.ConnectAsync(Hub, guest.AccessToken, handshake ? "json" : null, receiveBuffer);

    /// <summary>Connects a guest.</summary>
    public async Task<TestClient> ConnectAsync(string name, string protocol = "json") =>
        await TestClient.ConnectAsync(this, await GuestAsync(name), protocol);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseContentRoot(RepositoryRoot.Path);
        builder.UseSetting("Storage:DataDirectory", _data.FullName);
        builder.UseSetting("Logging:LogLevel:Default", "Warning");
        foreach (var (key, value) in TestPace.Settings)
            builder.UseSetting(key, value);
        foreach (var (key, value) in _settings)
            builder.UseSetting(key, value);
        if (_services is not null)
            builder.ConfigureTestServices(_services);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (_data.Exists)
            _data.Delete(recursive: true);
    }
}
