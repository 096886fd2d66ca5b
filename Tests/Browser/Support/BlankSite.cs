using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace SignalRChat.BrowserTests.Support;

/// <summary>Another site, with an empty page.</summary>
internal sealed class BlankSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BlankSite(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.Single());

    public static async Task<BlankSite> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<!doctype html><link rel=icon href=data:,><title>Elsewhere</title>");
        });
        await app.StartAsync();
        return new BlankSite(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
