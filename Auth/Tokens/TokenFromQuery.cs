using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace SignalRChat.Auth.Tokens;

/// <summary>
/// Takes <c>access_token</c> out of the query of every request. A browser cannot send a header with a WebSocket, so the token is
/// in the address. The host logs the address before the first middleware runs: creating the context is the one step before that.
/// </summary>
internal sealed class TokenFromQuery(DefaultHttpContextFactory inner) : IHttpContextFactory
{
    private const string Parameter = "access_token";

    public HttpContext Create(IFeatureCollection featureCollection)
    {
        if (featureCollection.Get<IHttpRequestFeature>() is { QueryString.Length: > 1 } request)
            Take(request, featureCollection);
        return inner.Create(featureCollection);
    }

    public void Dispose(HttpContext httpContext) => inner.Dispose(httpContext);

    /// <summary>Takes the token out of the query, and keeps it with the request.</summary>
    public static void Take(IHttpRequestFeature request, IFeatureCollection features)
    {
        var rest = new StringBuilder();
        var tokens = new List<string>();
        foreach (var pair in new QueryStringEnumerable(request.QueryString))
        {
            if (pair.DecodeName().Span.Equals(Parameter, StringComparison.OrdinalIgnoreCase))
            {
                tokens.Add(pair.DecodeValue().ToString());
                continue;
            }

            rest.Append(rest.Length == 0 ? '?' : '&').Append(pair.EncodedName.Span).Append('=').Append(pair.EncodedValue.Span);
        }

        if (tokens.Count == 0)
            return;
        request.QueryString = rest.ToString();
        request.RawTarget = request.RawTarget.Split('?', 2)[0] + request.QueryString;

        // With two tokens it is unclear which one is meant.
        if (tokens is [var token])
            features.Set(new QueryToken(token));
    }
}

/// <summary>A token from the query, kept with the request until the server knows whether the query may carry it.</summary>
internal sealed class QueryToken(string value)
{
    public string Value { get; } = value;
}
