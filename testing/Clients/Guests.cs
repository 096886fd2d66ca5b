using System.Net.Http.Json;
using SignalRChat.Contracts;

namespace SignalRChat.Testing;

/// <summary>Gets the tokens of guests.</summary>
internal static class Guests
{
    /// <param name="server">Its address, perhaps with a prefix of the path.</param>
    /// <param name="name">The guest's name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public static async Task<GuestTokenResult> SignInAsync(Uri server, string name, CancellationToken cancellationToken = default)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Eventually.Deadline };
        return await SignInAsync(http, server, name, cancellationToken);
    }

    /// <summary>The same with a client that many requests share.</summary>
    public static async Task<GuestTokenResult> SignInAsync(
        HttpClient http, Uri server, string name, CancellationToken cancellationToken = default)
    {
        var address = new Uri(server, ChatPaths.GuestToken.TrimStart('/'));
        using var answer = await http.PostAsJsonAsync(address, new GuestTokenRequest { Name = name }, cancellationToken);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<GuestTokenResult>(cancellationToken))!;
    }
}
