using Microsoft.Extensions.DependencyInjection.Extensions;
using SignalRChat.Auth;

namespace SignalRChat.Hosting.Logs;

/// <summary>Limits log lines: a client's actions, or a repeated database fault, must not fill the disk.</summary>
internal static class ChatLogs
{
    /// <summary>Limits the lines that <paramref name="inner"/> writes; null for the framework's factory.</summary>
    public static IServiceCollection AddLogLimits(
        this IServiceCollection services, IConfiguration configuration, Func<IServiceProvider, ILoggerFactory>? inner = null)
    {
        services.AddCheckedOptions<LogLimitOptions>(configuration, LogLimitOptions.SectionName);
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<LoggerFactory>();
        inner ??= static provider => provider.GetRequiredService<LoggerFactory>();
        services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(
            provider => ActivatorUtilities.CreateInstance<LimitedLoggerFactory>(provider, inner(provider))));
        return services;
    }

    /// <summary>
    /// Must be registered after the forwarded headers are applied: a connection through a proxy does not have the client's address.
    /// </summary>
    public static IApplicationBuilder UseLogSources(this IApplicationBuilder app) =>
        app.Use((context, next) =>
            LogSource.Current is null && context.Connection.RemoteIpAddress is not null
                ? RunAsync(context, next)
                : next(context));

    private static async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        // Set in an async method, so that it ends with the request.
        LogSource.Current = ClientNetwork.Of(context.Connection.RemoteIpAddress);
        await next(context);
    }
}
