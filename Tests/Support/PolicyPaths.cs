using System.Net;

namespace SignalRChat.Tests.Support;

/// <summary>Paths of the page in every spelling, and the headers that the answers to them must have.</summary>
internal static class PolicyPaths
{
    private static readonly string[] _others =
        ["/", "//", "/index.html", "/index.html/", "/Index.HTML", "/index.html.gz", "/nothing", "/nothing/", "/hubs/chat", "/hubs/chat/negotiate", "/auth/guest", "/page-x/", "/health/live", "/metrics"];

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

        Assert.True(answer.Headers.TryGetValues("X-Content-Type-Options", out var sniff) && sniff.Single() == "nosniff", what);
        if (answer.StatusCode == HttpStatusCode.OK && answer.Content.Headers.ContentType?.MediaType is "text/javascript" or "text/css") return;
        Assert.True(answer.Headers.TryGetValues("Content-Security-Policy", out var policy), what);
        Assert.Contains("frame-ancestors 'none'", policy.Single(), StringComparison.Ordinal);
        Assert.True(answer.Headers.Contains("Referrer-Policy") && answer.Headers.Contains("Cross-Origin-Opener-Policy"), what);
    }

    private static string[] Spellings(string file) =>
    [
        $"/{file}", $"/page-x/{file}", $"/page-x//{file}", $"/page-x/{file}/", $"/page-x/{file}.gz", $"/page-x/{file}.br", $"//page-x/{file}",
        $"/PAGE-x/{file}", $"/page-x/{file.ToUpperInvariant()}", $"/page-x/{file.Replace(".", "%2E", StringComparison.Ordinal)}", $"/page-x/x/../{file}",
    ];
}
