using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace SignalRChat.Tests.Interop;

/// <summary>A proxy of the server API that can keep back the answer to a post, which the server has carried out.</summary>
internal sealed class HoldingProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;
    private int _postsToHold;

    private HoldingProxy(WebApplication app, Uri server)
    {
        (_app, _http) = (app, new HttpClient { BaseAddress = server });
        app.Run(PassAsync);
    }

    public Uri Url => new(_app.Urls.Single());

    public static async Task<HoldingProxy> StartAsync(Uri server)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var proxy = new HoldingProxy(builder.Build(), server);
        await proxy._app.StartAsync();
        return proxy;
    }

    /// <summary>Keeps the answer to this post back, counted from now: 1 is the next one. With 0 every answer passes.</summary>
    public void Hold(int post) => Volatile.Write(ref _postsToHold, post);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(new(context.Request.Method), $"{context.Request.Path}{context.Request.QueryString}");
        request.Headers.TryAddWithoutValidation("Authorization", $"{context.Request.Headers.Authorization}");
        if (context.Request.ContentLength > 0)
        {
            request.Content = new StreamContent(context.Request.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        }
        try
        {
            using var answer = await _http.SendAsync(request, context.RequestAborted);
            if (HttpMethods.IsPut(context.Request.Method) && Interlocked.Decrement(ref _postsToHold) == 0)
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            context.Response.StatusCode = (int)answer.StatusCode;
            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The client was killed.
        }
    }
}
