using System.Net;

namespace SignalRChat.Hosting;

/// <summary>
/// The server as its own health check: <c>--healthcheck</c> asks the one that runs with the same settings whether it is ready and exits with 0 or 1. An image
/// without a shell has nothing else to ask with.
/// </summary>
internal static class HealthProbe
{
    private const string Argument = "--healthcheck";
    private const string Ready = "/health/ready";

    /// <summary>Less than the time-outs that Docker and Kubernetes give a check by default would be too little for a busy node, and more is of no use.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    public static bool IsAskedFor(string[] args) => args.Contains(Argument);

    public static async Task<int> RunAsync(string[] args)
    {
        var settings = WebApplication.CreateBuilder([.. args.Where(argument => argument != Argument)]).Configuration;
        if (AddressIn(settings) is not { } address)
        {
            await Console.Error.WriteLineAsync("ASPNETCORE_URLS names no http address; expected one that the health check can ask.");
            return 1;
        }
        try
        {
            using var http = new HttpClient { Timeout = _patience };
            using var answer = await http.GetAsync(new Uri(address, Ready));
            await Console.Out.WriteLineAsync(await answer.Content.ReadAsStringAsync());
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"{address} does not answer: {error.Message}");
            return 1;
        }
    }

    /// <summary>Where the server listens by these settings, seen from this machine.</summary>
    public static Uri? AddressIn(IConfiguration settings)
    {
        var urls = settings[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } listed
            ? listed.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : [.. Ports(settings).DefaultIfEmpty("5000").Select(port => $"http://*:{port}")];
        var http = urls.Select(BindingAddress.Parse).FirstOrDefault(binding => binding is { Scheme: "http", IsUnixPipe: false });
        return http is null ? null : new UriBuilder(http.Scheme, Near(http.Host), http.Port).Uri;
    }

    private static string[] Ports(IConfiguration settings) =>
        settings[WebHostDefaults.HttpPortsKey]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    // Every address of the machine is meant by a name that is none, and by the unspecified addresses.
    private static string Near(string host) => host switch
    {
        "*" or "+" => "127.0.0.1",
        _ when IPAddress.TryParse(host.Trim('[', ']'), out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)) => "127.0.0.1",
        _ => host,
    };
}
