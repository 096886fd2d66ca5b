using System.Net.Http.Json;
using SignalRChat.Contracts;

namespace SignalRChat.Bench.Servers;

/// <summary>A chat server that issues guest tokens, started by this program or not. Each connection is a separate user.</summary>
internal sealed class GuestTarget(Uri server, int? processId) : IBenchTarget, IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server };

    public ProcessUsage? Usage { get; } = processId is { } id ? new ProcessUsage(id) : null;

    public async Task<Uri> HubUriAsync(CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsJsonAsync(ChatPaths.GuestToken, new GuestTokenRequest { Name = "bench" }, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var guest = await answer.Content.ReadFromJsonAsync<GuestTokenResult>(cancellationToken);
        return HubAddress.Of(server, guest!.AccessToken);
    }

    public void Dispose() => _http.Dispose();
}
