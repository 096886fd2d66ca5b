using System.Net.Security;
using System.Net.Sockets;
using SignalRChat.Hosting.Settings;

namespace SignalRChat.Hosting;

/// <summary>
/// The server as its own health check. <c>--healthcheck</c> asks the running server with the same settings whether it is ready,
/// <c>--healthcheck live</c> whether it lives, and exits with 0 or 1. An image without a shell has no other tool for this.
/// </summary>
internal static class HealthProbe
{
    private const string Argument = "--healthcheck";
    private const string Ready = "ready";
    private const string Live = "live";

    /// <summary>
    /// Less than the time-outs that Docker and Kubernetes give a check by default would be too little for a busy node, and more
    /// is of no use.
    /// </summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    public static bool IsAskedFor(string[] args) => args.Contains(Argument);

    public static async Task<int> RunAsync(string[] args)
    {
        var place = Array.IndexOf(args, Argument);
        var rest = args[(place + 1)..];
        var question = rest is [Ready or Live, ..] ? rest[0] : null;
        var settings = ChatSettings.Read([.. args[..place], .. question is null ? rest : rest[1..]]).Configuration;
        var path = $"/health/{question ?? Ready}";
        using var deadline = new CancellationTokenSource(_patience);
        foreach (var target in ProbeTarget.In(settings))
        {
            try
            {
                var (isHealthy, answer) = await AskAsync(target, path, deadline.Token);
                await Console.Out.WriteLineAsync(answer);
                return isHealthy ? 0 : 1;
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
            {
                await Console.Error.WriteLineAsync($"{target} does not answer: {error.Message}");
            }
        }
        return 1;
    }

    private static async Task<(bool IsHealthy, string Answer)> AskAsync(
        ProbeTarget target, string path, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            // The server's own certificate is for its public name, or self-signed. The request goes to this machine and holds no secret.
#pragma warning disable CA5359
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true },
#pragma warning restore CA5359
        };
        if (target.Socket is { } socket)
            handler.ConnectCallback = (_, cancel) => ConnectAsync(socket, cancel);
        using var http = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(target.Address, path))
        {
            Version = target.Version,
            VersionPolicy = target.VersionPolicy,
        };
        using var answer = await http.SendAsync(request, cancellationToken);
        return (answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
