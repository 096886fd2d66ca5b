using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using SignalRChat.Hosting;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hosting;

/// <summary>The server as its own health check: <c>--healthcheck</c>.</summary>
public sealed class HealthProbeTests
{
    [Fact]
    public async Task It_exits_with_0_if_the_server_is_ready_and_with_1_if_it_is_not_or_is_missing()
    {
        string address;
        using (var server = new ChatServer())
        {
            address = server.Url.GetLeftPart(UriPartial.Authority);
            Assert.Equal(0, await RunAsync(address));
            Assert.Equal(0, await RunMainAsync(["--urls", address, "--healthcheck", "live"]));
        }
        Assert.Equal(1, await RunAsync(address));
        Assert.Equal(1, await RunMainAsync(["--healthcheck", "live", "--urls", address]));
    }

    [Fact]
    public async Task It_exits_with_1_if_the_server_is_stopping()
    {
        using var server = new ChatServer();

        await Task.Run(server.Get<IHostApplicationLifetime>().StopApplication).WaitAsync(TestClient.Deadline);

        Assert.Equal(1, await RunAsync(server.Url.GetLeftPart(UriPartial.Authority)));
    }

    [Theory]
    [InlineData("", "http://localhost:5000")]
    [InlineData("http_ports=8080", "http://127.0.0.1:8080 http://[::1]:8080")]
    [InlineData(
        "http_ports=8080;8081 https_ports=8443",
        "http://127.0.0.1:8080 http://[::1]:8080 http://127.0.0.1:8081 http://[::1]:8081 https://127.0.0.1:8443 https://[::1]:8443")]
    [InlineData("urls=http://*:8081 http_ports=8080", "http://127.0.0.1:8081 http://[::1]:8081")]
    [InlineData(
        "urls=https://+:8443;http://0.0.0.0:8082", "https://127.0.0.1:8443 https://[::1]:8443 http://127.0.0.1:8082 http://[::1]:8082")]
    [InlineData("urls=http://[::]:8083", "http://127.0.0.1:8083 http://[::1]:8083")]
    [InlineData("urls=http://10.1.2.3:8084", "http://10.1.2.3:8084")]
    [InlineData("urls=http://unix:/run/chat.sock", "http://unix:/run/chat.sock")]
    [InlineData("urls=http://*:8081 Kestrel:Endpoints:Own:Url=https://127.0.0.1:8085", "https://127.0.0.1:8085")]
    [InlineData(
        "urls=http://127.0.0.1:8081 preferHostingUrls=true Kestrel:Endpoints:Own:Url=https://127.0.0.1:8085", "http://127.0.0.1:8081")]
    public void It_asks_where_the_server_listens(string settings, string asked)
    {
        var pairs = settings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(setting => setting.Split('='));
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(pairs.Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])))
            .Build();

        Assert.Equal(asked, string.Join(' ', ProbeTarget.In(configuration)));
    }

    // Regression: with Kestrel:Endpoints, or https alone, the check used another address and reported a ready server as
    // unready.
    [Theory]
    [InlineData("--Kestrel:Endpoints:Own:Url=http://127.0.0.1:{port}")]
    [InlineData("--Kestrel:Endpoints:Own:Url=http://127.0.0.1:{port} --Kestrel:Endpoints:Own:Protocols=Http2")]
    [InlineData("--urls=https://127.0.0.1:{port} --Kestrel:Certificates:Default:Path={certificate}")]
    [InlineData(
        "--https_ports={port} --Kestrel:Certificates:Default:Path={certificate} --AllowedHosts=*.example.org --Proxies:PathBase=/chat")]
    [InlineData("--urls=http://unix:{folder}/chat.sock")]
    public async Task It_finds_a_server_ready_whatever_it_binds(string settings)
    {
        using var folder = new TempDirectory();
        await File.WriteAllBytesAsync(folder.File("self.pfx"), SelfSigned());
        var args = settings
            .Replace("{port}", $"{FreePort.Find()}", StringComparison.Ordinal)
            .Replace("{certificate}", folder.File("self.pfx"), StringComparison.Ordinal)
            .Replace("{folder}", folder, StringComparison.Ordinal)
            .Split(' ');
        var values = args.Select(arg => arg[2..].Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        using var server = new ServerRun(folder, port: null, values);
        await Eventually.TrueAsync(() => server.Output.Contains("Application started", StringComparison.Ordinal), "started");

        Assert.Equal(0, await RunMainAsync(["--healthcheck", .. args]));
    }

    private static byte[] SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=chat.example", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return certificate.Export(X509ContentType.Pfx);
    }

    /// <summary>Runs the program itself with the argument, as the container does.</summary>
    private static Task<int> RunAsync(string address) => RunMainAsync(["--healthcheck", "--urls", address]);

    private static async Task<int> RunMainAsync(string[] args)
    {
        var main = typeof(Program).Assembly.EntryPoint!;
        return await Task.Run(() => main.Invoke(null, [args]) switch
        {
            Task<int> running => running,
            int code => Task.FromResult(code),
            _ => throw new InvalidOperationException("The program has another entry point than it had."),
        });
    }
}
