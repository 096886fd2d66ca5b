using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using SignalRChat.Hosting;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hosting;

/// <summary>The server as its own health check: <c>--healthcheck</c>.</summary>
public sealed class HealthProbeTests
{
    [Fact]
    public async Task It_exits_with_0_where_a_server_is_ready_and_with_1_where_none_is_or_it_is_not_yet()
    {
        string address;
        using (var server = new ChatServer())
        {
            address = server.Url.GetLeftPart(UriPartial.Authority);
            Assert.Equal(0, await RunAsync(address));
        }
        Assert.Equal(1, await RunAsync(address));
    }

    [Fact]
    public async Task It_exits_with_1_where_the_server_is_told_to_stop()
    {
        using var server = new ChatServer();

        await Task.Run(server.Get<IHostApplicationLifetime>().StopApplication).WaitAsync(TestClient.Deadline);

        Assert.Equal(1, await RunAsync(server.Url.GetLeftPart(UriPartial.Authority)));
    }

    [Theory]
    [InlineData(null, null, "http://127.0.0.1:5000/")]
    [InlineData(null, "8080", "http://127.0.0.1:8080/")]
    [InlineData("http://*:8081", "8080", "http://127.0.0.1:8081/")]
    [InlineData("https://+:8443;http://0.0.0.0:8082", null, "http://127.0.0.1:8082/")]
    [InlineData("http://[::]:8083", null, "http://127.0.0.1:8083/")]
    [InlineData("http://10.1.2.3:8084", null, "http://10.1.2.3:8084/")]
    [InlineData("https://+:8443", null, null)]
    public void It_asks_where_the_server_listens(string? urls, string? ports, string? asked)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            [WebHostDefaults.ServerUrlsKey] = urls,
            [WebHostDefaults.HttpPortsKey] = ports,
        }).Build();

        Assert.Equal(asked, HealthProbe.AddressIn(settings)?.AbsoluteUri);
    }

    /// <summary>As the container does: the program itself, with the argument.</summary>
    private static async Task<int> RunAsync(string address)
    {
        string[] args = ["--healthcheck", "--urls", address];
        var main = typeof(Program).Assembly.EntryPoint!;
        return await Task.Run(() => main.Invoke(null, [args]) switch
        {
            Task<int> running => running,
            int code => Task.FromResult(code),
            _ => throw new InvalidOperationException("The program has another entry point than it had."),
        });
    }
}
