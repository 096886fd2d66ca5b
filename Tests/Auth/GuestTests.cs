using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.IdentityModel.Tokens;
using SignalRChat.Auth;
using SignalRChat.Auth.Guests;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Auth;

public sealed class GuestTests
{
    private static readonly Dictionary<string, string?> _on = new() { ["Authentication:Guests:Enabled"] = "true" };

    [Theory]
    [InlineData("a")]
    [InlineData("Zoë")]
    [InlineData("  padded  ")]
    [InlineData("name with spaces")]
    [InlineData("\U0001F469\u200D\U0001F680")]
    [InlineData("\u2764\uFE0F")]
    [InlineData("\u0915\u094D\u200D\u0937")]
    [InlineData("0123456789012345678901234567890123456789")]
    public async Task A_guest_gets_a_token_for_the_name_and_connects_with_it(string name)
    {
        await using var server = await AuthServer.StartAsync(_on);
        var guest = await server.GuestAsync(name);
        await using var connection = new HubConnectionBuilder()
            .WithUrl(
                $"{server.Address}{ChatPaths.Hub}",
                options => options.AccessTokenProvider = () => Task.FromResult<string?>(guest.AccessToken))
            .Build();

        await connection.StartAsync();

        Assert.Equal(name.Trim(), guest.Name);
        Assert.Matches("^guest-[0-9a-f]{32}$", guest.UserId);
        Assert.Equal($"{guest.UserId}|{guest.Name}|{guest.ExpiresAt / 1000}", await connection.InvokeAsync<string>(nameof(WhoHub.Who)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t ")]
    [InlineData("01234567890123456789012345678901234567890")]
    [InlineData("new\nline")]
    [InlineData("esc\u001b[31m")]
    [InlineData("nul\0")]
    [InlineData("c1\u009b31m")]
    [InlineData("turn\u202Eed")]
    [InlineData("isolate\u2066d")]
    [InlineData("line\u2028separator")]
    [InlineData("zero\u200Bwidth")]
    [InlineData("\u200D\u200D")]
    [InlineData("tag\U000E0041")]
    [InlineData("\u3164")]
    [InlineData("\u2800")]
    [InlineData("\u115F")]
    [InlineData("\uFFA0 \u2800")]
    [InlineData("\U000E0100")]
    [InlineData("\u180B")]
    [InlineData("\U0001D159")]
    [InlineData("ali\u034Fce")]
    [InlineData("ali\u3164ce")]
    [InlineData("ali\u00ADce")]
    public async Task A_name_that_cannot_be_shown_is_refused(string? name)
    {
        await using var server = await AuthServer.StartAsync(_on);

        using var answer = await server.AskAsGuestAsync(name);

        await AssertInvalidArgumentAsync(answer);
    }

    [Theory]
    [InlineData("ali\u200Dce", "alice")]
    [InlineData("ali\uFE0Fce", "alice")]
    [InlineData("ali\u200Cce\uFE00", "alice")]
    [InlineData("\u200Dalice\U000E0100", "alice")]
    [InlineData("Jose\u0301", "Jos\u00E9")]
    [InlineData("Jose\u200D\u0301", "Jos\u00E9")]
    public async Task A_name_has_one_form(string name, string shown)
    {
        await using var server = await AuthServer.StartAsync(_on);

        Assert.Equal(shown, (await server.GuestAsync(name)).Name);
    }

    [Theory]
    [InlineData("", "application/json")]
    [InlineData("null", "application/json")]
    [InlineData("{", "application/json")]
    [InlineData("[]", "application/json")]
    [InlineData("{}", "application/json")]
    [InlineData("""{"name":7}""", "application/json")]
    [InlineData("""{"name":"\ud800"}""", "application/json")]
    [InlineData("""{"name":"alice"}""", "text/plain")]
    [InlineData("""{"name":"alice"}""", "")]
    [InlineData("""{"name":"alice"}""", "nonsense")]
    [InlineData("""{"name":"alice"}""", "application/json; charset=foo")]
    [InlineData("""{"name":"alice"}""", "application/json; charset=")]
    [InlineData("""{"name":"alice"}""", "application/json; charset=\"\"")]
    [InlineData("""{"name":"alice"}""", "application/json; charset=utf-7")]
    [InlineData("""{"name":"alice"}""", "application/json; charset=\"utf-16\"")]
    [InlineData("""{"name":"alice"}""", "application/json; charset=latin1")]
    [InlineData("""{"name":"alice"}""", "application/json; charset=utf-8; charset=foo")]
    [InlineData("""{"name":"alice","name":"bob"}""", "application/json")]
    [InlineData("""{"name":"al\u00""", "application/json")]
    public async Task A_body_that_is_no_request_is_refused(string body, string type)
    {
        await using var server = await AuthServer.StartAsync(environment: "Development");

        using var answer = await AskAsync(server, Encoding.UTF8.GetBytes(body), type);

        await AssertInvalidArgumentAsync(answer);
    }

    [Fact]
    public async Task A_body_that_is_no_UTF8_or_nests_without_end_is_refused()
    {
        await using var server = await AuthServer.StartAsync(_on);
        byte[] latin1 = [.. "{\"name\":\"caf"u8, 0xE9, .. "\"}"u8];
        byte[] cut = [.. "{\"name\":\"caf"u8, 0xC3, .. "\"}"u8];
        var deep = Encoding.ASCII.GetBytes(new string('[', 2_000));

        foreach (var body in new[] { latin1, cut, deep })
        {
            using var answer = await AskAsync(server, body, "application/json");
            await AssertInvalidArgumentAsync(answer);
        }
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json;charset=\"UTF-8\"")]
    [InlineData("application/merge+json")]
    public async Task A_body_in_UTF8_is_read_however_that_is_written(string type)
    {
        await using var server = await AuthServer.StartAsync(_on);

        using var answer = await AskAsync(server, Encoding.UTF8.GetBytes("""{"name":"José"}"""), type);

        Assert.Equal("José", (await answer.Content.ReadFromJsonAsync<GuestTokenResult>())!.Name);
    }

    [Fact]
    public async Task A_large_body_is_refused_unread()
    {
        await using var server = await AuthServer.StartAsync(_on);

        using var answer = await server.AskAsGuestAsync(new string('a', 100_000));

        await AssertInvalidArgumentAsync(answer);
    }

    [Fact]
    public async Task A_token_is_not_to_be_cached_and_lasts_as_long_as_set()
    {
        await using var server = await AuthServer.StartAsync(new(_on) { ["Authentication:Guests:TokenLifetime"] = "00:02:00" });
        var asked = TimeProvider.System.GetUtcNow();

        using var answer = await server.AskAsGuestAsync("alice");

        var guest = await answer.Content.ReadFromJsonAsync<GuestTokenResult>();
        Assert.True(answer.Headers.CacheControl?.NoStore);
        var lifetime = DateTimeOffset.FromUnixTimeMilliseconds(guest!.ExpiresAt) - asked;
        Assert.InRange(lifetime, TimeSpan.FromSeconds(119), TimeSpan.FromSeconds(125));
    }

    [Fact]
    public async Task Two_guests_of_one_name_are_two_users()
    {
        await using var server = await AuthServer.StartAsync(_on);

        Assert.NotEqual((await server.GuestAsync("alice")).UserId, (await server.GuestAsync("alice")).UserId);
    }

    [Theory]
    [InlineData("Production", null, false)]
    [InlineData("Production", "true", true)]
    [InlineData("Development", null, true)]
    [InlineData("Development", "false", false)]
    public async Task Guests_are_on_in_Development_only_unless_set(string environment, string? set, bool on)
    {
        await using var issuer = await TokenIssuer.StartAsync();
        await using var server = await AuthServer.StartAsync(new(issuer.Settings) { ["Authentication:Guests:Enabled"] = set }, environment);

        using var answer = await server.AskAsGuestAsync("alice");

        Assert.Equal(on ? HttpStatusCode.OK : HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_guests_token_is_worth_nothing_once_guests_are_off()
    {
        using var directory = new TempDirectory();
        await using var issuer = await TokenIssuer.StartAsync();
        string token;
        await using (var server = await AuthServer.StartAsync(_on, directory: directory))
            token = (await server.GuestAsync("alice")).AccessToken;

        await using var without = await AuthServer.StartAsync(issuer.Settings, directory: directory);
        using var answer = await without.NegotiateAsync(token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Guests_do_not_make_the_issuer_work()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        await using var server = await AuthServer.StartAsync(new(issuer.Settings) { ["Authentication:Guests:Enabled"] = "true" });

        Assert.Equal(101, await server.UpgradeAsync((await server.GuestAsync("alice")).AccessToken));
        Assert.Equal(0, issuer.KeyRequests);
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(-6 * 24 * 3600, true)]
    [InlineData(-8 * 24 * 3600, false)]
    public async Task A_guest_who_sends_the_token_held_before_stays_the_same_user(int secondsLeft, bool same)
    {
        using var directory = new TempDirectory();
        await using var server = await AuthServer.StartAsync(_on, directory: directory);
        var key = new SymmetricSecurityKey(await File.ReadAllBytesAsync(Path.Combine(directory, GuestSigningKey.FileName)));
        var held = new TokenDraft(GuestIdentity.Issuer, GuestIdentity.Audience, "guest-1", key)
        {
            ExpiresIn = TimeSpan.FromSeconds(secondsLeft),
        };

        Assert.Equal(same, (await server.GuestAsync("alice", held.Sign())).UserId == "guest-1");
    }

    [Theory]
    [InlineData("\"sub\":12345678901234567890")]
    [InlineData("\"sub\":[\"guest-1\"]")]
    [InlineData("\"sub\":\"guest-2\",\"sub\":\"guest-1\"")]
    public async Task A_token_held_before_whose_sub_is_no_text_is_refused_like_any_other(string sub)
    {
        using var directory = new TempDirectory();
        await using var server = await AuthServer.StartAsync(_on, directory: directory);
        var key = new SymmetricSecurityKey(await File.ReadAllBytesAsync(Path.Combine(directory, GuestSigningKey.FileName)));
        var held = new TokenDraft(GuestIdentity.Issuer, GuestIdentity.Audience, "guest-1", key)
        {
            Rewrite = json => json.Replace("\"sub\":\"guest-1\"", sub, StringComparison.Ordinal),
        }.Sign();

        Assert.Matches("^guest-[0-9a-f]{32}$", (await server.GuestAsync("alice", held)).UserId);
        Assert.Equal(401, await server.UpgradeAsync(held));
        Assert.Equal(401, await server.UpgradeAsync(query: $"access_token={held}"));
    }

    [Fact]
    public async Task A_token_that_this_server_did_not_sign_makes_no_guest()
    {
        await using var server = await AuthServer.StartAsync(_on);
        var draft = new TokenDraft(GuestIdentity.Issuer, GuestIdentity.Audience, "guest-1", new SymmetricSecurityKey(new byte[32]));

        Assert.NotEqual("guest-1", (await server.GuestAsync("mallory", draft.Sign())).UserId);
        Assert.NotEqual("guest-1", (await server.GuestAsync("mallory", draft.Unsigned())).UserId);
    }

    [Theory]
    [InlineData(-1, GuestIdentity.Audience, 401)]
    [InlineData(60, "another-service", 401)]
    [InlineData(60, GuestIdentity.Audience, 101)]
    public async Task A_guests_token_is_checked_like_any_other(int secondsLeft, string audience, int status)
    {
        using var directory = new TempDirectory();
        await using var server = await AuthServer.StartAsync(_on, directory: directory);
        var key = new SymmetricSecurityKey(await File.ReadAllBytesAsync(Path.Combine(directory, GuestSigningKey.FileName)));
        var draft = new TokenDraft(GuestIdentity.Issuer, audience, "guest-1", key) { ExpiresIn = TimeSpan.FromSeconds(secondsLeft) };
        var token = draft.Sign();

        Assert.Equal(status, await server.UpgradeAsync(query: $"access_token={token}"));
        LogCheck.HoldsNothingOf(token, server.Log);
    }

    [Fact]
    public async Task A_guest_signed_with_another_key_is_refused()
    {
        await using var server = await AuthServer.StartAsync(_on);
        var draft = new TokenDraft(GuestIdentity.Issuer, GuestIdentity.Audience, "guest-1", new SymmetricSecurityKey(new byte[32]));

        Assert.Equal(401, await server.UpgradeAsync(draft.Sign()));
        Assert.Equal(401, await server.UpgradeAsync(draft.Unsigned()));
    }

    private static Task<HttpResponseMessage> AskAsync(AuthServer server, byte[] body, string type)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return server.Http.PostAsync(ChatPaths.GuestToken, content);
    }

    private static async Task AssertInvalidArgumentAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(ChatErrorCodes.InvalidArgument, problem.GetProperty("code").GetString());
    }
}
