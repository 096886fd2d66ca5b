using System.Net;

namespace SignalRChat.Testing;

/// <summary>Paths of the page in every spelling, and the headers that the answers to them must have.</summary>
internal static class PolicyPaths
{
    private static readonly string[] _others =
        [
            "/", "//", "/index.html", "/index.html/", "/Index.HTML", "/index.html.gz", "/nothing", "/nothing/",
            "/hubs/chat", "/hubs/chat/negotiate", "/auth/guest", "/page-x/", "/health/live", "/metrics",
        ];

    /// <param name="root">The folder of the page's files.</param>
    public static IEnumerable<string> All(string root) => Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
        .SelectMany(Spellings)
        .Concat(_others);

    /// <summary>Scripts and styles are no documents. A window or a frame may show anything else.</summary>
    public static async Task CheckAsync(HttpClient http, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, http.BaseAddress!.GetLeftPart(UriPartial.Authority) + path);
        using var answer = await http.SendAsync(request);
        var what = $"{method} {path}: {(int)answer.StatusCode} {answer.Content.Headers.ContentType}";

        Require(answer, "X-Content-Type-Options", value => value == "nosniff", what);
        if (answer.StatusCode == HttpStatusCode.OK
            && answer.Content.Headers.ContentType?.MediaType is "text/javascript" or "text/css")
        {
            return;
        }
        Require(answer, "Content-Security-Policy", value => value.Contains("frame-ancestors 'none'", StringComparison.Ordinal), what);
        Require(answer, "Referrer-Policy", _ => true, what);
        Require(answer, "Cross-Origin-Opener-Policy", _ => true, what);
    }

    private static void Require(HttpResponseMessage answer, string header, Func<string, bool> isRight, string what)
    {
        if (!answer.Headers.TryGetValues(header, out var values) || values.ToArray() is not [{ } value] || !isRight(value))
            throw new InvalidOperationException($"{what}: {header} is missing or wrong.");
    }

    private static string[] Spellings(string file) =>
    [
        $"/{file}", $"/page-x/{file}", $"/page-x//{file}", $"/page-x/{file}/", $"/page-x/{file}.gz",
        $"/page-x/{file}.br", $"//page-x/{file}",
        $"/PAGE-x/{file}", $"/page-x/{file.ToUpperInvariant()}",
        $"/page-x/{file.Replace(".", "%2E", StringComparison.Ordinal)}", $"/page-x/x/../{file}",
    ];
}
