using System.Runtime.CompilerServices;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace SignalRChat.Auth.Tokens;

/// <summary>
/// Selects the keys that may verify a token: those of the issuer that the token names. The library would try every key that it has, so that
/// each of two issuers could sign in the other's name.
/// </summary>
internal sealed class IssuerKeys(IConfigurationSection[] sharedKeys)
{
    private readonly Lazy<ILookup<string?, SecurityKey>> _shared = new(() => sharedKeys.ToLookup(
        key => key["Issuer"],
        SecurityKey (key) => new SymmetricSecurityKey(Convert.FromBase64String(key["Value"]!)),
        StringComparer.Ordinal));

    private readonly ConditionalWeakTable<JsonWebKeySet, PublishedKey[]> _published = [];

    public void Apply(TokenValidationParameters rules)
    {
        rules.IssuerSigningKeyResolverUsingConfiguration = (_, token, _, _, configuration) => Find((JsonWebToken)token, configuration);

        // The framework's own list allows an issuer only one key, and fails when it is read.
        rules.IssuerSigningKeys = [.. _shared.Value.SelectMany(keys => keys)];

        // Otherwise a token without a key of its issuer is tried with all the others.
        rules.TryAllIssuerSigningKeys = false;
    }

    private SecurityKey[] Find(JsonWebToken token, BaseConfiguration? configuration)
    {
        SecurityKey[] shared = [.. _shared.Value[token.Issuer]];
        if (configuration is not OpenIdConnectConfiguration { JsonWebKeySet: { } set } authority
            || authority.Issuer != token.Issuer || token.Issuer == GuestIdentity.Issuer)
        {
            return shared;
        }

        var usable = _published.GetValue(set, PublishedKey.AllOf).Where(key => key.MayVerify(token.Alg)).ToArray();
        return [.. shared, .. Named(usable, token).SelectMany(key => key.Keys)];
    }

    /// <summary>Those that the token names. A key without a name may be the one, and a token without a name may be of any key.</summary>
    private static IEnumerable<PublishedKey> Named(PublishedKey[] keys, JsonWebToken token)
    {
        if (!string.IsNullOrEmpty(token.Kid))
        {
            var named = Array.FindAll(keys, key => key.Id == token.Kid);
            return named.Length > 0 ? named : keys.Where(key => string.IsNullOrEmpty(key.Id));
        }
        var marked = string.IsNullOrEmpty(token.X5t) ? [] : Array.FindAll(keys, key => key.Thumbprint == token.X5t);
        return marked.Length > 0 ? marked : keys;
    }

    /// <summary>
    /// One JWK of an authority, with the keys that the library creates from it: one for the numbers, one for the certificate.
    /// </summary>
    private sealed class PublishedKey(JsonWebKey jwk)
    {
        public string? Id => jwk.Kid;

        public string? Thumbprint => jwk.X5t;

        public IList<SecurityKey> Keys { get; } = new JsonWebKeySet { Keys = { jwk } }.GetSigningKeys();

        public static PublishedKey[] AllOf(JsonWebKeySet set) => [.. set.Keys.Where(IsForSignatures).Select(jwk => new PublishedKey(jwk))];

        public bool MayVerify(string algorithm) => string.IsNullOrEmpty(jwk.Alg) || jwk.Alg == algorithm;

        /// <summary>Checks the use of a key by RFC 7517. A published shared secret is not a signature key.</summary>
        private static bool IsForSignatures(JsonWebKey jwk) =>
            jwk.Kty is JsonWebAlgorithmsKeyTypes.RSA or JsonWebAlgorithmsKeyTypes.EllipticCurve
            && (string.IsNullOrEmpty(jwk.Use) || jwk.Use == JsonWebKeyUseNames.Sig)
            && (jwk.KeyOps.Count == 0 || jwk.KeyOps.Contains("verify"));
    }
}
