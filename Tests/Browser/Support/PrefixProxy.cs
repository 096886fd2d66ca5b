using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace SignalRChat.BrowserTests.Support;

/// <summary>
/// A reverse proxy that serves the chat below a path prefix, as beside other applications of one host. It removes the prefix.
/// </summary>
internal sealed class PrefixProxy : IAsyncDisposable
{
    public const string Prefix = "/chat";

    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
    });
    private readonly ConcurrentQueue<string> _strays = [];

    private PrefixProxy(WebApplication app) => _app = app;

    public Uri Url => new($"{_app.Urls.Single()}{Prefix}/");

    /// <summary>The requests outside the prefix, which belong to another application.</summary>
    public IReadOnlyCollection<string> Strays => _strays;

    public static async Task<PrefixProxy> StartAsync(Uri server)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddHttpForwarder().AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        var proxy = new PrefixProxy(builder.Build());
        proxy._app.UseWebSockets();
        proxy._app.Run(context => proxy.ForwardAsync(context, server));
        await proxy._app.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task ForwardAsync(HttpContext context, Uri server)
    {
        if (!context.Request.Path.StartsWithSegments(Prefix, out var rest))
        {
            _strays.Enqueue(context.Request.Path);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        context.Request.Path = rest;
        // Keeps the Host header, so that the server knows its origin.
        await context.RequestServices.GetRequiredService<IHttpForwarder>().SendAsync(
            context, server.ToString(), _http, ForwarderRequestConfig.Empty, (_, request) =>
            {
                request.Headers.Host = context.Request.Host.Value;
                return ValueTask.CompletedTask;
            });
    }
}
