using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Timeouts;

namespace SignalRChat.Hosting.Library;

/// <summary>The paths of the chat as endpoints of the app.</summary>
internal static class EmbeddedEndpoints
{
    public static IEndpointConventionBuilder Map(
        IEndpointRouteBuilder endpoints, EmbeddedChat chat, string prefix, IEnumerable<string> patterns)
    {
        var group = endpoints.MapGroup(prefix);
        foreach (var pattern in patterns)
        {
            var own = pattern.Count(letter => letter == '/');
            group.Map(pattern, context => chat.AnswerAsync(context, PrefixOf(context, own)));
        }
        // The chat authenticates its own requests. A WebSocket lasts longer than the app's time limit for requests.
        group.WithMetadata(new AllowAnonymousAttribute(), new DisableRequestTimeoutAttribute(), new ExcludeFromDescriptionAttribute());
        ((IEndpointConventionBuilder)group).Finally(RefuseAuthorization);
        return group;
    }

    /// <summary>It would have no effect: the chat would be open to those whom the app means to keep out.</summary>
    private static void RefuseAuthorization(EndpointBuilder endpoint)
    {
        if (endpoint.Metadata.OfType<IAuthorizeData>().Any())
        {
            throw new InvalidOperationException(
                "RequireAuthorization has no effect on the chat. Call UseAppAuthentication(policy) of AddSignalRChat instead.");
        }
    }

    /// <summary>
    /// The part of the path that is the app's: all segments of the pattern but the last ones, which are the chat's. By their number,
    /// because a group above may have parameters.
    /// </summary>
    private static PathString PrefixOf(HttpContext context, int own)
    {
        var count = ((RouteEndpoint)context.GetEndpoint()!).RoutePattern.PathSegments.Count - own;
        var path = context.Request.Path.Value!;
        var end = 0;
        for (var i = 0; i < count; i++)
            end = path.IndexOf('/', end + 1);
        return path[..end];
    }
}
