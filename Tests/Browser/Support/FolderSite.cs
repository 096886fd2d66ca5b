using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace SignalRChat.BrowserTests.Support;

/// <summary>Another site: serves the files of a folder as a plain web server does.</summary>
internal sealed class FolderSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FolderSite(WebApplication app) => _app = app;

    /// <summary>Its origin, without a slash at the end.</summary>
    public string Origin => _app.Urls.Single();

    public static async Task<FolderSite> StartAsync(string folder)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(context =>
        {
            var file = Path.Combine(folder, context.Request.Path.Value!.TrimStart('/'));
            context.Response.StatusCode = File.Exists(file) ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
            context.Response.ContentType = Path.GetExtension(file) == ".js" ? "text/javascript" : "text/html";
            return File.Exists(file) ? context.Response.SendFileAsync(file) : Task.CompletedTask;
        });
        await app.StartAsync();
        return new FolderSite(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
