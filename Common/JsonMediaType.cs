using Microsoft.Net.Http.Headers;

namespace SignalRChat.Common;

/// <summary>
/// The form of a body. JSON that travels is in UTF-8 (RFC 8259). A charset need not be named; if it is, it must be this one.
/// </summary>
internal static class JsonMediaType
{
    public static bool IsUtf8(HttpRequest request) =>
        request.HasJsonContentType() && MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.Parameters
            .Where(parameter => parameter.Name.Equals("charset", StringComparison.OrdinalIgnoreCase))
            .All(charset => HeaderUtilities.RemoveQuotes(charset.Value).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
