using Microsoft.Extensions.DependencyInjection.Extensions;
using SignalRChat.Auth.Guests;
using SignalRChat.Services;

namespace SignalRChat.Hosting.Logs;

/// <summary>Limits on log lines: what a client does, or a fault of a database repeats, must not fill the disk.</summary>
internal static class ChatLogs
{
    public static IServiceCollection AddLogLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<LogLimitOptions>(configuration, LogLimitOptions.SectionName);
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<LoggerFactory>();
        services.Replace(ServiceDescriptor.Singleton<ILoggerFactory, LimitedLoggerFactory>());
        return services;
    }

    /// <summary>Goes behind what believes proxies: the connection through a proxy has no client's address of its own.</summary>
    public static IApplicationBuilder UseLogSources(this IApplicationBuilder app) =>
        app.Use((context, next) => LogSource.Current is null && context.Connection.RemoteIpAddress is not null ? RunAsync(context, next) : next(context));

    private static async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        // Set in an async method, so that it ends with the request.
        LogSource.Current = GuestRateLimit.NetworkOf(context.Connection.RemoteIpAddress);
        await next(context);
    }
}
