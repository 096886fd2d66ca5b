using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Api;

/// <summary>A path reaches the resource that it names, byte for byte, or none.</summary>
public sealed class PathTests(ApiServer api) : IClassFixture<ApiServer>
{
    /// <summary>Regression: these were answered for another user, and revoked that one's tokens.</summary>
    [Theory]
    [InlineData("POST", "/users/ann/revoke/")]
    [InlineData("POST", "/users/ann/revoke/bob/..")]
    [InlineData("POST", "/users/bob/../ann/revoke")]
    [InlineData("POST", "/users/%2E/ann/revoke")]
    [InlineData("GET", "/users/ann/rooms/")]
    [InlineData("GET", "/users/ann/connections/")]
    [InlineData("GET", "/users/ann/connections/.")]
    [InlineData("GET", "/users/ann/")]
    [InlineData("GET", "/rooms/")]
    [InlineData("GET", "/rooms/a/..")]
    [InlineData("GET", "/rooms/a/members/")]
    public async Task A_path_with_other_segments_than_the_route_is_not_found(string method, string path)
    {
        Assert.StartsWith("HTTP/1.1 404", await SendAsync(method, path), StringComparison.Ordinal);

        foreach (var user in new[] { "ann", "bob", "revoke" })
            Assert.False((await api.GetAsync($"/users/{user}")).Json.TryGetProperty("revokedBefore", out _));
    }

    /// <summary>Regression: an id of another form became a member with the escape as its name.</summary>
    [Theory]
    [InlineData("%FF")]
    [InlineData("a%C3")]
    [InlineData("%ED%A0%80")]
    [InlineData("%")]
    [InlineData("%4")]
    [InlineData("%+1")]
    [InlineData("%zz")]
    public async Task An_escape_that_is_not_UTF_8_is_refused(string user) =>
        Assert.StartsWith("HTTP/1.1 400", await SendAsync("GET", $"/users/{user}"), StringComparison.Ordinal);

    [Fact]
    public async Task The_path_of_a_route_may_follow_the_name_or_the_base_of_the_server()
    {
        var settings = ApiServer.Key("all");
        settings["Proxies:PathBase"] = "/base";
        using var server = new ChatServer(settings);
        foreach (var before in new[] { "", "/base", $"http://{server.Url.Authority}", $"http://{server.Url.Authority}/base" })
        {
            var request = RawHttp.Get(server.Url, $"{before}/api/v1/users/ann?", $"Authorization: Bearer {ApiServer.KeyOf("all")}");
            Assert.StartsWith("HTTP/1.1 200", await RawHttp.AskAsync(server.Url, request), StringComparison.Ordinal);
        }
        var other = RawHttp.Get(server.Url, "/other/api/v1/users/ann", $"Authorization: Bearer {ApiServer.KeyOf("all")}");
        Assert.StartsWith("HTTP/1.1 404", await RawHttp.AskAsync(server.Url, other), StringComparison.Ordinal);
    }

    private Task<string> SendAsync(string method, string path)
    {
        var server = api.Server.Url;
        var request = RawHttp.Get(server, $"/api/v1{path}", $"Authorization: Bearer {ApiServer.KeyOf("all")}", "Content-Length: 0");
        return RawHttp.AskAsync(server, $"{method}{request["GET".Length..]}");
    }
}
