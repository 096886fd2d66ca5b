using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace SignalRChat.Hosting;

/// <summary>
/// Serves the page and its scripts. The framework compresses the files when they are built and answers with their ETags. A browser requests
/// the document each time. The document names the folder of the present build, and the browser may keep everything in it for ever.
/// </summary>
internal static class PageFiles
{
    private const string ForEver = "max-age=31536000, immutable";
    private const string AskAgain = "no-cache";
    private const string Document = "/index.html";

    public static void AddPageFiles(this WebApplicationBuilder builder)
    {
        // The location of the compressed files before they are published. Development sets this already; a published server has
        // no such list.
        if (!builder.Environment.IsDevelopment())
            builder.WebHost.UseStaticWebAssets();
        // Until it is published the framework would read every file again and send it as it is, packed but not compressed: three
        // times the size.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddSingleton<PageBuilds>();
        builder.Services.AddResponseCompression(options =>
        {
            // The document is the same for every user and holds no secret that its compressed length could reveal.
            options.EnableForHttps = true;
            options.MimeTypes = ["text/html"];
        });
        builder.Services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);
    }

    /// <summary>Must be registered before routing: it removes the folder of the build, so that the files behind it are found.</summary>
    public static void UsePageFiles(this WebApplication app)
    {
        app.UseWhen(context => IsDocument(context.Request.Path), document => document.UseResponseCompression());
        var builds = app.Services.GetRequiredService<PageBuilds>();
        app.Use((context, next) =>
        {
            var path = context.Request.Path;
            if (path == Document)
            {
                context.Request.Path = "/";
            }
            else if (InFolder(path.Value ?? "", builds) is var (folder, file))
            {
                context.Request.Path = file;
                Caching(context.Response, folder == builds.Present.Folder ? ForEver : AskAgain, IsPartOfDocument(file));
            }
            return next(context);
        });
        if (app.Environment.IsDevelopment())
            app.UseWhen(context => builds.IsNewerThanBuild(context.Request.Path), changed => changed.UseStaticFiles(UncachedFiles));
    }

    public static void MapPageFiles(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], (HttpContext context, PageBuilds builds) =>
        {
            // Behind a path prefix the page's own addresses are relative to its folder, so it must end in a slash.
            if (!context.Request.Path.HasValue)
                return Results.Redirect($"{context.Request.PathBase}/{context.Request.QueryString}", permanent: true);
            var page = builds.ForDocument();
            context.Response.Headers.CacheControl = AskAgain;
            return Results.Bytes(page.Html, "text/html; charset=utf-8", entityTag: page.ETag);
        });
    }

    private static StaticFileOptions UncachedFiles =>
        new() { OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = AskAgain };

    private static bool IsDocument(PathString path) => !path.HasValue || path == "/" || path == Document;

    /// <summary>
    /// Returns a file of the page that is requested in the folder of a build, and nothing else. The document is excluded: it has
    /// one address. While nodes are replaced one by one, the folder may be that of another node's build. Then this node's file is
    /// better than no file, and must not be kept.
    /// </summary>
    private static (string Folder, string File)? InFolder(string path, PageBuilds builds)
    {
        if (!path.StartsWith($"/{PageBuild.FolderPrefix}", StringComparison.Ordinal))
            return null;
        var end = path.IndexOf('/', 1);
        return end > 0 && !path.Contains(Document, StringComparison.OrdinalIgnoreCase) && builds.Has(path[end..])
            ? (path[1..end], path[end..])
            : null;
    }

    // A file that is not on this list may be a document, which a browser shows in a window or a frame.
    private static bool IsPartOfDocument(string file) =>
        file.EndsWith(".js", StringComparison.Ordinal) || file.EndsWith(".css", StringComparison.Ordinal);

    private static void Caching(HttpResponse response, string value, bool isPartOfDocument) => response.OnStarting(() =>
    {
        if (response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status304NotModified)
        {
            response.Headers.CacheControl = value;
            // A browser does not ask again for a file that it may keep for ever. The ETags would be a 25th of the page's size.
            if (value == ForEver)
                response.Headers.ETag = default;
            // They would be a sixth of the page's size.
            if (isPartOfDocument)
                SecurityHeaders.LeaveOutThoseOfDocuments(response.Headers);
        }

        // The ETag is more precise than the date, and no client requests a part of a small file.
        response.Headers.LastModified = default;
        response.Headers.AcceptRanges = default;
        return Task.CompletedTask;
    });
}
