using Microsoft.AspNetCore.Http.Features;

namespace SignalRChat.Api.Requests;

/// <summary>Values in a path that may have any character.</summary>
internal static class PathValues
{
    /// <summary>
    /// The user id in the last segment, or in the one that is <paramref name="fromEnd"/> before it. Read from the request line, because
    /// the framework decodes every escape but <c>%2F</c>: an id with a slash would become another one.
    /// </summary>
    public static string UserId(HttpContext context, int fromEnd = 0)
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var segments = target.Split('?')[0].Split('/');
        var userId = fromEnd < segments.Length ? Uri.UnescapeDataString(segments[^(fromEnd + 1)]) : "";
        FieldRules.UserId(userId);
        return userId;
    }
}
