using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.Support;

/// <summary>A connection on long polling, request by request. The test decides when a poll is open.</summary>
internal sealed class PollingClient : IDisposable
{
    private readonly HttpClient _http;

    private PollingClient(HttpClient http, string address) => (_http, Address) = (http, address);

    /// <summary>The id in all the connection's requests. With it, any client could use the connection.</summary>
    public string Address { get; }

    public static HttpClient Http(ChatServer server, GuestTokenResult guest)
    {
        var http = new HttpClient { BaseAddress = server.Url, Timeout = TestClient.Deadline };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", guest.AccessToken);
        return http;
    }

    public static async Task<PollingClient> OpenAsync(ChatServer server, GuestTokenResult guest)
    {
        var http = Http(server, guest);
        using var negotiated = await http.PostAsync(ChatPaths.Hub + "/negotiate?negotiateVersion=1", content: null);
        var token = (await negotiated.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("connectionToken").GetString();
        var client = new PollingClient(http, $"{ChatPaths.Hub}?id={Uri.EscapeDataString(token!)}");
        using var opened = await http.GetAsync(client.Address);
        Assert.Equal(HttpStatusCode.OK, await client.PostAsync("{\"protocol\":\"json\",\"version\":1}"));
        using var answer = await http.GetAsync(client.Address);
        Assert.StartsWith("{}", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        return client;
    }

    public async Task<HttpStatusCode> PostAsync(string record)
    {
        using var content = new StringContent(record + '\u001e', Encoding.UTF8);
        using var answer = await _http.PostAsync(Address, content);
        return answer.StatusCode;
    }

    /// <summary>Returns the body of the next poll.</summary>
    public Task<string> PollAsync() => _http.GetStringAsync(Address);

    /// <summary>Returns everything that waits for this client, up to the answer that ends the connection.</summary>
    public async Task<string> ReadToEndAsync()
    {
        var read = new StringBuilder();
        while (true)
        {
            using var answer = await _http.GetAsync(Address);
            if (answer.StatusCode == HttpStatusCode.NoContent)
                return read.ToString();
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            read.Append(await answer.Content.ReadAsStringAsync());
        }
    }

    public void Dispose() => _http.Dispose();
}
