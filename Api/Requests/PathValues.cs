using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing.Patterns;

namespace SignalRChat.Api.Requests;

/// <summary>
/// Takes the values of a path from the request line. The framework decodes every escape but <c>%2F</c>, so a user id with a slash would
/// become another one, and leaves an escape that is no UTF-8 as it is. It also removes dot segments and ignores a slash at the end: a
/// proxy that checks paths would see another resource than the server. So the path must have the segments of the route, and no other.
/// </summary>
internal static class PathValues
{
    private const string AfterScheme = "://";
    private const int HexDigits = 2;

    /// <summary>Provides the handler with the values of the path, decoded.</summary>
    public static EndpointFilterDelegate Check(EndpointFilterFactoryContext endpoint, EndpointFilterDelegate next)
    {
        string?[] parameters = [.. endpoint.MethodInfo.GetParameters().Select(parameter => parameter.Name)];
        return context =>
        {
            var pattern = ((RouteEndpoint)context.HttpContext.GetEndpoint()!).RoutePattern.PathSegments;
            var segments = SegmentsOf(context.HttpContext, pattern.Count);
            if (segments.Length == 0)
                return ValueTask.FromResult<object?>(ApiProblems.Unanswered(StatusCodes.Status404NotFound));
            for (var i = 0; i < pattern.Count; i++)
            {
                if (pattern[i].Parts[0] is not RoutePatternParameterPart part)
                    continue;
                if (Decode(segments[i]) is not { } value)
                    return ValueTask.FromResult<object?>(ApiProblems.Invalid($"{part.Name} has an escape that is not UTF-8."));
                if (Array.IndexOf(parameters, part.Name) is >= 0 and var place)
                    context.Arguments[place] = value;
            }
            return next(context);
        };
    }

    /// <summary>The segments that the route matched, as they were sent. Empty if the path has others beside them.</summary>
    private static string[] SegmentsOf(HttpContext http, int count)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        // A request may name the server in its first line.
        var scheme = target.StartsWith('/') ? -1 : target.IndexOf(AfterScheme, StringComparison.Ordinal);
        var path = scheme < 0 ? target : target[target.IndexOf('/', scheme + AfterScheme.Length)..];
        var segments = path.Split('/')[1..];
        // The base is in the path if this server removed it, and not if a proxy did.
        var more = segments.Length - count;
        return more == 0 || more == http.Request.PathBase.Value?.Count(letter => letter == '/') ? segments[more..] : [];
    }

    /// <summary>Null if an escape is malformed, or is not UTF-8.</summary>
    private static string? Decode(string segment)
    {
        var (bytes, length) = (new byte[segment.Length], 0);
        for (var i = 0; i < segment.Length; i++)
        {
            if (segment[i] != '%')
            {
                bytes[length++] = (byte)segment[i];
                continue;
            }
            var digits = segment.AsSpan(i + 1);
            if (digits.Length < HexDigits
                || !byte.TryParse(digits[..HexDigits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[length++]))
            {
                return null;
            }
            i += HexDigits;
        }
        return Utf8.IsValid(bytes.AsSpan(0, length)) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
