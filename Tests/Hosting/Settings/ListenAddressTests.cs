using Microsoft.Extensions.Configuration;
using SignalRChat.Hosting.Settings;

namespace SignalRChat.Tests.Hosting.Settings;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("urls", "http://127.0.0.1:5000")]
    [InlineData("urls", "http://localhost:5000;https://[::1]:5001;http://*:5002;http://+:80;http://0.0.0.0:0")]
    [InlineData("urls", "http://unix:/run/chat.sock")]
    [InlineData("http_ports", "8080;8081")]
    [InlineData("Kestrel:Endpoints:Own:Url", "https://*:8443")]
    public void An_address_that_Kestrel_binds_as_it_stands_is_taken(string key, string value) =>
        Assert.All(Read(key, value), address => Assert.True(address.IsValid, address.Text));

    [Theory]
    [InlineData("urls", "nonsense")]
    [InlineData("urls", "http://127.0.0.1:80x")]
    [InlineData("urls", "http://[::1]:80x")]
    [InlineData("urls", "http://127.0.0.1:99999")]
    [InlineData("urls", "http://127.0.0.1:-1")]
    [InlineData("urls", "http://localhost:0")]
    [InlineData("urls", "http://chat.example:5000")]
    [InlineData("urls", "http://1:5000")]
    [InlineData("urls", "ftp://127.0.0.1:21")]
    [InlineData("urls", "http://127.0.0.1:5000/chat")]
    [InlineData("urls", "http://127.0.0.1:5000,http://127.0.0.1:5001")]
    [InlineData("http_ports", "80x")]
    [InlineData("https_ports", "8080,8081")]
    [InlineData("Kestrel:Endpoints:Own:Url", "127.0.0.1:80")]
    [InlineData("Kestrel:Endpoints:Own:Uri", "http://127.0.0.1:80")]
    public void Another_address_is_not(string key, string value) => Assert.False(Assert.Single(Read(key, value)).IsValid);

    private static IReadOnlyList<ListenAddress> Read(string key, string value) =>
        ListenAddress.In(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [key] = value }).Build());
}
