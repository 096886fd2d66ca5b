using System.Net.Http.Json;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Durability;

internal static class Guests
{
    public static async Task<GuestTokenResult> SignInAsync(Uri server, string name)
    {
        using var http = new HttpClient { BaseAddress = server, Timeout = TestClient.Deadline };
        using var answer = await http.PostAsJsonAsync(ChatPaths.GuestToken, new GuestTokenRequest { Name = name });
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<GuestTokenResult>())!;
    }
}
