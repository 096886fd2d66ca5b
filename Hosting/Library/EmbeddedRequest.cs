using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Microsoft.Extensions.Primitives;
using SignalRChat.Auth.Tokens;

namespace SignalRChat.Hosting.Library;

/// <summary>
/// A request of the app as the chat sees it: with the chat's services, without the app's endpoint, user and WebSockets, and with the
/// prefix in the base of its path. Answer, body and connection are the same.
/// </summary>
internal static class EmbeddedRequest
{
    public static HttpContext Of(HttpContext app, PathString prefix, IServiceScopeFactory scopes)
    {
        var features = new EmbeddedFeatures(app.Features);
        var request = CopyOf(app, prefix);
        features.Set<IHttpRequestFeature>(request);
        features.Set<IServiceProvidersFeature>(null);
        features.Set<IEndpointFeature>(null);
        features.Set<IRouteValuesFeature>(null);
        features.Set<IQueryFeature>(null);
        features.Set<IItemsFeature>(null);
        features.Set<IHttpAuthenticationFeature>(null);
        features.Set<IAuthenticateResultFeature>(null);
        // The hub's WebSockets are metered below the framework's, so those of the app cannot carry them.
        features.Set<IHttpWebSocketFeature>(null);
        features.Set(new AppRequest(app));
        TokenFromQuery.Take(request, features);
        return new DefaultHttpContext(features) { ServiceScopeFactory = scopes };
    }

    /// <summary>With a copy of the headers: the chat removes the token when it has read it, and in the app's request it stays.</summary>
    public static HttpRequestFeature CopyOf(HttpContext app, PathString prefix)
    {
        var feature = app.Features.GetRequiredFeature<IHttpRequestFeature>();
        return new()
        {
            Protocol = feature.Protocol,
            Scheme = feature.Scheme,
            Method = feature.Method,
            PathBase = app.Request.PathBase + prefix,
            Path = feature.Path[(prefix.Value?.Length ?? 0)..],
            QueryString = feature.QueryString,
            RawTarget = feature.RawTarget,
            Headers = new HeaderDictionary(new Dictionary<string, StringValues>(feature.Headers, StringComparer.OrdinalIgnoreCase)),
            Body = feature.Body,
        };
    }
}

/// <summary>The request as the app sees it.</summary>
internal sealed class AppRequest(HttpContext context)
{
    public HttpContext Context => context;
}
