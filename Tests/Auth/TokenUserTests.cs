using System.Net;

namespace SignalRChat.Tests.Auth;

/// <summary>The user and the display name that a valid token gives.</summary>
public sealed class TokenUserTests(TrustedIssuer trusted) : IClassFixture<TrustedIssuer>
{
    private static readonly string _wideEmoji = string.Concat(Enumerable.Repeat("\U0001F600", 25));

    public static TheoryData<string, string?, string> Users => new()
    {
        { "alice", "Alice", "Alice" },
        { "alice", null, "alice" },
        { "alice", "", "alice" },
        { "alice", " Alice ", "Alice" },
        { "Ål|íce", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645" },
        { "alice", "Ali\u200Dce\uFE0F", "Alice" },
        { "alice", "Jose\u0301", "Jos\u00E9" },
        { "Jose\u0301", null, "Jos\u00E9" },
        { "alice", new string('n', 41), new string('n', 40) },
        { "alice", _wideEmoji, _wideEmoji[..40] },
        { new string('s', 128), null, new string('s', 40) },
    };

    [Theory]
    [MemberData(nameof(Users))]
    public async Task The_user_is_sub_and_the_name_shown_is_name(string sub, string? name, string shown)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/elsewhere");
        var token = trusted.Issuer.Mint(sub, draft => draft.Claims["name"] = name);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");

        using var answer = await trusted.Server.Http.SendAsync(request);

        Assert.StartsWith($"{sub}|{shown}|", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("JWT")]
    [InlineData("jwt")]
    [InlineData("at+jwt")]
    [InlineData("application/at+jwt")]
    public async Task The_type_of_a_token_may_be_left_out_or_be_that_of_an_access_token(string? type)
    {
        using var answer = await trusted.Server.NegotiateAsync(trusted.Issuer.Mint("alice", draft => draft.Header["typ"] = type));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
