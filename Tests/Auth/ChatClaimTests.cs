using System.Net;
using System.Text.Json;

namespace SignalRChat.Tests.Auth;

/// <summary>A token with a malformed claim <c>chat</c> is refused with the reason: a part that is ignored would permit more.</summary>
public sealed class ChatClaimTests(TrustedIssuer trusted) : IClassFixture<TrustedIssuer>
{
    private const string NoObject = "is not a JSON object";
    private const string BadRooms = "rooms of the token's chat claim are not a list";
    private const string BadCreate = "create of the token's chat claim is not a list of the kinds";
    private const string BadRole = "role of the token's chat claim is neither member nor moderator";
    private const string Unknown = "chat claim has an unknown member; expected rooms, create, role, act";
    private const string BadAct = "act of the token's chat claim is not service";

    [Theory]
    [InlineData("null", NoObject)]
    [InlineData("[]", NoObject)]
    [InlineData("\"{}\"", NoObject)]
    [InlineData("""{"rooms":"lobby"}""", BadRooms)]
    [InlineData("""{"rooms":null}""", BadRooms)]
    [InlineData("""{"rooms":["lobby",1]}""", BadRooms)]
    [InlineData("""{"rooms":["Lobby"]}""", BadRooms)]
    [InlineData("""{"rooms":[""]}""", BadRooms)]
    [InlineData("""{"rooms":["a?"]}""", BadRooms)]
    [InlineData("""{"create":true}""", BadCreate)]
    [InlineData("""{"create":["secret"]}""", BadCreate)]
    [InlineData("""{"role":"owner"}""", BadRole)]
    [InlineData("""{"role":["moderator"]}""", BadRole)]
    [InlineData("""{"act":true}""", BadAct)]
    [InlineData("""{"room":["lobby"]}""", Unknown)]
    [InlineData("""{"rooms":["lobby"],"later":["anything"]}""", Unknown)]
    public async Task A_malformed_claim_is_refused_with_its_reason(string claim, string reason)
    {
        using var answer = await trusted.Server.NegotiateAsync(Mint(claim));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains(reason, answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"rooms":[],"create":[]}""")]
    [InlineData("""{"rooms":["lobby","acme.*","*"],"create":["public","private","direct"],"role":"member","act":"service"}""")]
    public async Task A_well_formed_claim_is_accepted(string claim)
    {
        using var answer = await trusted.Server.NegotiateAsync(Mint(claim));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private string Mint(string claim) =>
        trusted.Issuer.Mint("alice", draft => draft.Claims["chat"] = JsonSerializer.Deserialize<JsonElement>(claim));
}
