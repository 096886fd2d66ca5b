using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;

namespace SignalRChat.Tests.Support;

/// <summary>
/// An OpenID issuer on loopback: discovery, keys, and tokens signed with them. <see cref="Settings"/> makes a server trust it.
/// </summary>
internal sealed class TokenIssuer : IAsyncDisposable
{
    public const string Audience = "chat-tests";

    private readonly WebApplication _app;
    private int _requests;
    private volatile bool _answers = true;

    private TokenIssuer(WebApplication app) => _app = app;

    /// <summary>The address, which is also the <c>iss</c> of its tokens.</summary>
    public string Authority => _app.Urls.First();

    public TestIssuerKeys Keys { get; private set; } = new();

    /// <summary>Keys that it publishes besides its own, as JWKs.</summary>
    public IEnumerable<Dictionary<string, object?>> MoreKeys { get; set; } = [];

    /// <summary>The number of requests for the keys.</summary>
    public int KeyRequests => Volatile.Read(ref _requests);

    /// <summary>If false, it answers 503.</summary>
    public bool Answers { get => _answers; set => _answers = value; }

    /// <summary>The configuration of a server that trusts this issuer.</summary>
    public Dictionary<string, string?> Settings => new()
    {
        ["Authentication:Schemes:Bearer:Authority"] = Authority,
        ["Authentication:Schemes:Bearer:RequireHttpsMetadata"] = "false",
        ["Authentication:Schemes:Bearer:ValidAudiences:0"] = Audience,
    };

    public static async Task<TokenIssuer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var issuer = new TokenIssuer(app);
        app.Run(issuer.AnswerAsync);
        await app.StartAsync();
        return issuer;
    }

    /// <summary>Starts to use new keys and withdraws the old ones.</summary>
    public void Rotate() => Keys = new TestIssuerKeys();

    /// <summary>Returns a valid token, except for the changes of <paramref name="change"/>.</summary>
    public string Mint(string sub, Action<TokenDraft>? change = null)
    {
        var draft = new TokenDraft(Authority, Audience, sub, Keys.Rsa);
        change?.Invoke(draft);
        return draft.Sign();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        if (!Answers)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        }

        if (context.Request.Path == "/.well-known/openid-configuration")
            return context.Response.WriteAsJsonAsync(new { issuer = Authority, jwks_uri = $"{Authority}/keys" });

        Interlocked.Increment(ref _requests);
        return context.Response.WriteAsJsonAsync(new { keys = Keys.Published.Concat(MoreKeys) });
    }
}

/// <summary>The two key pairs that an issuer uses at a time.</summary>
internal sealed class TestIssuerKeys
{
    public RsaSecurityKey Rsa { get; } = new(RSA.Create(2048)) { KeyId = Guid.NewGuid().ToString("n") };

    public ECDsaSecurityKey Ec { get; } = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = Guid.NewGuid().ToString("n") };

    /// <summary>The public halves, as in a JWKS.</summary>
    public IEnumerable<Dictionary<string, object?>> Published
    {
        get
        {
            var ec = Ec.ECDsa.ExportParameters(includePrivateParameters: false);
            yield return new(PublicRsa(Rsa)) { ["use"] = "sig" };
            yield return new()
            {
                ["kty"] = "EC",
                ["use"] = "sig",
                ["kid"] = Ec.KeyId,
                ["crv"] = "P-256",
                ["x"] = Text(ec.Q.X),
                ["y"] = Text(ec.Q.Y),
            };
        }
    }

    /// <summary>The JWK of a public key, without its purpose.</summary>
    public static Dictionary<string, object?> PublicRsa(RsaSecurityKey key)
    {
        var rsa = key.Rsa.ExportParameters(includePrivateParameters: false);
        return new() { ["kty"] = "RSA", ["kid"] = key.KeyId, ["n"] = Text(rsa.Modulus), ["e"] = Text(rsa.Exponent) };
    }

    private static string Text(byte[]? bytes) => Base64UrlEncoder.Encode(bytes);
}
