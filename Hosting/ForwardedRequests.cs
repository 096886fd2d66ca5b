using Microsoft.AspNetCore.HttpOverrides;
using SignalRChat.Hubs.Transport.Sockets;

namespace SignalRChat.Hosting;

/// <summary>Applies what a proxy in front reports of a forwarded request: its client, and its scheme, host and path.</summary>
internal static class ForwardedRequests
{
    private const ForwardedHeaders Taken =
        ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto
        | ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedPrefix;

    public static IServiceCollection AddForwardedRequests(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ITrustedProxies, TrustedProxies>();
        services.AddCheckedOptions<ProxyOptions>(configuration, ProxyOptions.SectionName);
        return services;
    }

    /// <summary>Must be registered before everything that reads the scheme, the host, the path or the address.</summary>
    public static IApplicationBuilder UseForwardedRequests(this IApplicationBuilder app)
    {
        var options = app.ApplicationServices.GetRequiredService<IOptions<ProxyOptions>>().Value;

        // Without known proxies and networks the middleware trusts every sender.
        if (options.KnownProxies.Length > 0 || options.KnownNetworks.Length > 0)
            app.UseForwardedHeaders(Believing(options)).Use(NameSchemeOfPage);
        if (!string.IsNullOrEmpty(options.PathBase))
            app.UsePathBase(options.PathBase);
        return app;
    }

    private static ForwardedHeadersOptions Believing(ProxyOptions options)
    {
        // Through several proxies: from the last one back, as long as each is known.
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = Taken, ForwardLimit = null };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var address in options.Addresses)
            forwarded.KnownProxies.Add(address);
        foreach (var network in options.Networks)
            forwarded.KnownIPNetworks.Add(network);
        return forwarded;
    }

    // Some proxies name the scheme of a WebSocket; the page that opened it has an origin of the other name.
    private static Task NameSchemeOfPage(HttpContext context, RequestDelegate next)
    {
        context.Request.Scheme = context.Request.Scheme switch
        {
            "ws" => "http",
            "wss" => "https",
            var scheme => scheme,
        };
        return next(context);
    }
}
