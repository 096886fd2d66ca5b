using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace SignalRChat.Tests.Interop;

/// <summary>A site with the page of <c>samples/clients/browser</c>. Each client is a browser with a page at another path.</summary>
internal sealed class SamplePages : IAsyncDisposable
{
    // Types what the test types, and sends to the test what the page shows, line after line.
    private const string Driver =
        """
        <script type="module">
          const log = document.querySelector('#log');
          let written = Promise.resolve();
          new MutationObserver(changes => {
            const lines = changes.flatMap(({ addedNodes }) => [...addedNodes]).map(item => item.textContent).join('\n');
            written = written.then(() => fetch('written', { method: 'POST', body: lines }));
          }).observe(log, { childList: true });
          for (;;) {
            document.forms[0].elements.text.value = await (await fetch('typed')).text();
            document.forms[0].requestSubmit();
          }
        </script>
        """;

    private static readonly string[] _switches =
    [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync",
        "--disable-component-update", "--remote-debugging-port=0",
    ];

    private readonly ConcurrentDictionary<string, SamplePage> _pages = new();
    private readonly WebApplication _app;
    private readonly string _sources;

    private SamplePages(WebApplication app, string sources)
    {
        (_app, _sources) = (app, sources);
        app.Run(AnswerAsync);
    }

    public Uri Url => new(_app.Urls.Single());

    public static async Task<SamplePages> StartAsync(string sources)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var pages = new SamplePages(builder.Build(), sources);
        await pages._app.StartAsync();
        return pages;
    }

    /// <summary>Starts a browser with a page.</summary>
    public SampleClient Open(string profile, string room, Uri server, string token, string silence)
    {
        var id = Guid.NewGuid().ToString("N");
        var page = _pages[id] = new SamplePage(server, token);
        var address = new Uri(Url, $"/{id}/?room={room}&silence={silence}");
        string[] arguments = [.. _switches, $"--user-data-dir={profile}", address.AbsoluteUri];
        page.Client = new SampleClient("browser", new ProcessStartInfo(Chromium(), arguments));
        page.Client.TypeInto(page.TypeAsync);
        return page.Client;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static Task AnswerAsync(HttpContext context, string? token)
    {
        if (token is not null)
            return context.Response.WriteAsJsonAsync(new { accessToken = token });
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }

    private static string Chromium() => Environment.GetEnvironmentVariable("CHROMIUM")
        ?? (File.Exists("/usr/bin/chromium-headless-shell") ? "/usr/bin/chromium-headless-shell" : "/usr/bin/chromium");

    private async Task AnswerAsync(HttpContext context)
    {
        var parts = context.Request.Path.Value!.Split('/');
        if (parts.Length != 3 || !_pages.TryGetValue(parts[1], out var page))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        switch (parts[2])
        {
            case "":
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync(page.Html(await File.ReadAllTextAsync(Path.Combine(_sources, "index.html"))) + Driver);
                break;
            case "chat.js":
                context.Response.ContentType = "text/javascript";
                await context.Response.WriteAsync(await File.ReadAllTextAsync(Path.Combine(_sources, "chat.js")));
                break;
            case "token":
                await AnswerAsync(context, page.NextToken());
                break;
            case "written":
                using (var reader = new StreamReader(context.Request.Body))
                    page.Wrote(await reader.ReadToEndAsync());
                break;
            case "typed":
                await context.Response.WriteAsync(await page.NextAsync(context.RequestAborted));
                break;
        }
    }
}

/// <summary>The lines between a test and a page, and the page's backend, which is away at the first request.</summary>
internal sealed class SamplePage(Uri server, string token)
{
    private readonly Channel<string> _typed = Channel.CreateUnbounded<string>();
    private bool _isBack;

    public SampleClient? Client { get; set; }

    /// <summary>Gives the page its server and its backend.</summary>
    public string Html(string source)
    {
        (string Its, string Here)[] places =
            [("'http://127.0.0.1:5000'", $"'{server.GetLeftPart(UriPartial.Authority)}'"), ("`${server}/auth/guest`", "'token'")];
        foreach (var (its, here) in places)
        {
            Assert.Contains(its, source, StringComparison.Ordinal);
            source = source.Replace(its, here, StringComparison.Ordinal);
        }
        return source;
    }

    /// <summary>Returns null if the backend is away.</summary>
    public string? NextToken()
    {
        var isBack = _isBack;
        _isBack = true;
        return isBack ? token : null;
    }

    public Task TypeAsync(string line) => _typed.Writer.WriteAsync(line).AsTask();

    public async Task<string> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _typed.Reader.ReadAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The browser has ended.
            return "";
        }
    }

    public void Wrote(string lines)
    {
        foreach (var line in lines.Split('\n'))
            Client?.Wrote(line);
    }
}
