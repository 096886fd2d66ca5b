using SignalRChat.Api;
using SignalRChat.Hosting.ServerApi;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Api;

public sealed class ApiAddressTests
{
    [Fact]
    public async Task The_API_has_an_address_of_its_own_and_the_hub_another()
    {
        var own = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        var settings = ApiServer.Key("all");
        settings["Api:Url"] = own.ToString().TrimEnd('/');
        using var server = new ChatServer(settings);
        await using var ann = await server.ConnectAsync("ann");
        await ann.JoinAsync("lobby");
        var post = """{"kind":"system","text":"hello"}""";
        var path = $"/rooms/lobby/messages/{TestClient.NewId()}";

        Assert.Equal(201, (await ApiServer.AskAsync(own, path, ApiServer.KeyOf("all"), "PUT", post)).Status);
        (await ApiServer.AskAsync(own, path, bearer: null)).IsProblem(401, "unauthenticated");
        (await ApiServer.AskAsync(own, "/nothing", ApiServer.KeyOf("all"))).IsProblem(404, "not-found");
        Assert.StartsWith("3.1", (await ApiServer.AskAsync(own, "/openapi.json", null)).Json.GetProperty("openapi").GetString());
        Assert.Equal(404, (await ApiServer.AskAsync(server.Url, path, ApiServer.KeyOf("all"))).Status);
        using var http = new HttpClient { BaseAddress = own };
        foreach (var other in new[] { "/", "/hubs/chat/negotiate?negotiateVersion=1", "/auth/guest" })
            Assert.Equal(404, (int)(await http.PostAsync(new Uri(other, UriKind.Relative), null)).StatusCode);
        Assert.Equal("hello", Assert.Single((await ann.NextUpdateAsync()).Messages).Text);
    }

    [Theory]
    [InlineData("https://*:5001")]
    [InlineData("http://*")]
    [InlineData("5001")]
    public void A_bad_address_is_refused_with_a_sentence_that_names_the_setting(string url)
    {
        var problem = Assert.Single(ApiListener.Problems(new ApiOptions { Url = url }));

        Assert.StartsWith($"Api:Url is '{url}'; expected http, an address and a port", problem, StringComparison.Ordinal);
    }
}
