using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace SignalRChat.Hosting.Metrics;

/// <summary>What the server counts and times, at <c>/metrics</c> in Prometheus's form: on an address of its own where one is set, and else for this machine only.</summary>
internal static class ChatMetrics
{
    private static readonly string[] _meters =
    [
        "SignalRChat.*", "Microsoft.AspNetCore.Http.Connections", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Npgsql", "System.Runtime",
    ];

    public static IServiceCollection AddChatMetrics(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<MetricsOptions>, MetricsOptionsValidator>();
        services.AddOptions<MetricsOptions>().Bind(configuration.GetSection(MetricsOptions.SectionName)).ValidateOnStart();
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("signalrchat"))
            .WithMetrics(metrics => metrics.AddMeter(_meters).AddPrometheusExporter());
        services.AddSingleton<MetricsServer>();
        services.AddHostedService(provider => provider.GetRequiredService<MetricsServer>());
        return services;
    }

    /// <summary>Goes before what believes proxies, so that the request is seen as it came.</summary>
    public static void UseChatMetrics(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<MetricsOptions>>().Value.Url is null)
            app.GiveMetrics(app.Services.GetRequiredService<MeterProvider>(), LocalRequest.Is);
    }

    public static void GiveMetrics(this IApplicationBuilder app, MeterProvider meters, Func<HttpContext, bool> mayRead) =>
        app.UseOpenTelemetryPrometheusScrapingEndpoint(
            meters, context => context.Request.Path == "/metrics" && mayRead(context), path: null, configureBranchedPipeline: null, optionsName: null);
}
