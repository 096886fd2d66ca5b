using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hosting;

public sealed partial class PageFilesTests(PageFilesTests.Served served) : IClassFixture<PageFilesTests.Served>
{
    private readonly HttpClient _http = served.Http;

    [Theory]
    [InlineData("/")]
    [InlineData("/index.html")]
    public async Task The_document_is_asked_for_again_and_names_the_folder_of_its_build(string path)
    {
        using var answer = await _http.GetAsync(path);
        Assert.Equal("no-cache", answer.Headers.CacheControl!.ToString());
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        var addresses = LocalAddress().Matches(await answer.Content.ReadAsStringAsync()).Select(match => match.Value).ToArray();
        Assert.NotEmpty(addresses);
        Assert.All(addresses, address => Assert.Matches("^page-[0-9a-f]{12}/", address));
    }

    [Fact]
    public async Task A_document_that_is_known_already_is_not_sent_again()
    {
        using var first = await _http.GetAsync("/");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var answer = await _http.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
    }

    [Fact]
    public async Task A_file_in_the_folder_of_the_present_build_may_be_kept_for_ever()
    {
        using var answer = await _http.GetAsync($"/{await FolderAsync()}/js/page/main.js");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("max-age=31536000, immutable", answer.Headers.CacheControl!.ToString());
        Assert.Null(answer.Headers.ETag);
        Assert.Equal("text/javascript", answer.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("/js/page/main.js")]
    [InlineData("/page-000000000000/js/page/main.js")]
    public async Task A_file_under_its_plain_name_or_in_the_folder_of_another_build_is_asked_for_again(string path)
    {
        using var answer = await _http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("no-cache", answer.Headers.CacheControl!.ToString());

        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using var known = await _http.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
    }

    [Theory]
    [InlineData("/", "br")]
    [InlineData("/", "gzip")]
    [InlineData("/js/page/main.js", "gzip")]
    public async Task Files_come_compressed_to_those_who_can_read_it(string path, string encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(encoding));
        using var answer = await _http.SendAsync(request);
        Assert.Equal([encoding], answer.Content.Headers.ContentEncoding);
        Assert.Contains("Accept-Encoding", answer.Headers.Vary);
        // Regression: a server that was built and not published sent its files minified but uncompressed.
        var plain = await _http.GetByteArrayAsync(path);
        var length = answer.Content.Headers.ContentLength ?? (await answer.Content.ReadAsByteArrayAsync()).Length;
        Assert.InRange(length, 1, plain.Length * 2 / 3);
    }

    [Theory]
    [InlineData("/page-000000000000/hubs/chat/negotiate")]
    [InlineData("/page-000000000000/auth/guest")]
    [InlineData("/page-000000000000/health/live")]
    [InlineData("/page-000000000000/")]
    [InlineData("/page-000000000000/js/page/nothing.js")]
    [InlineData("/page-000000000000/../appsettings.json")]
    [InlineData("/page-000000000000/..%2fappsettings.json")]
    public async Task Nothing_but_the_page_is_reached_through_its_folder(string path)
    {
        using var answer = await _http.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private async Task<string> FolderAsync() => Folder().Match(await _http.GetStringAsync("/")).Value;

    [GeneratedRegex("page-[0-9a-f]{12}")]
    private static partial Regex Folder();

    [GeneratedRegex("(?<= (?:href|src)=\")[^\"#]+")]
    private static partial Regex LocalAddress();

    /// <summary>One server for all these tests, because none of them changes it.</summary>
    public sealed class Served : IDisposable
    {
        private readonly ChatServer _server = new();

        public Served() => Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _server.Url };

        public HttpClient Http { get; }

        public void Dispose()
        {
            Http.Dispose();
            _server.Dispose();
        }
    }
}
