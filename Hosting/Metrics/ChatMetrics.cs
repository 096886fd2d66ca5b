using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using SignalRChat.Hosting.Settings;
using SignalRChat.Hubs.Connections;
using SignalRChat.Services.Feed;
using SignalRChat.Services.Log;

namespace SignalRChat.Hosting.Metrics;

/// <summary>
/// The server's metrics, at <c>/metrics</c> in Prometheus's form: on a separate address if one is set, otherwise for this machine only.
/// </summary>
internal static class ChatMetrics
{
    private static readonly string[] _meters =
    [
        "SignalRChat.*", "Microsoft.AspNetCore.Http.Connections", "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel", "Npgsql", "System.Runtime",
    ];

    private static readonly string[] _sources = [ChatTrace.SourceName, "Microsoft.AspNetCore", "Microsoft.AspNetCore.SignalR.Server"];

    /// <summary>
    /// For a histogram in seconds without explicit buckets: the default buckets are for milliseconds, so all values would be in the first.
    /// </summary>
    private static readonly ExplicitBucketHistogramConfiguration _seconds = new()
    {
        Boundaries = [0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60],
    };

    public static IServiceCollection AddChatMetrics(this IServiceCollection services, IConfiguration configuration, bool exports)
    {
        services.AddCheckedOptions<MetricsOptions>(configuration, MetricsOptions.SectionName);
        var telemetry = services.AddOpenTelemetry()
            // The variables of the environment last: they may give the service another name.
            .ConfigureResource(resource => resource
                .AddService("signalrchat", serviceVersion: ProductVersion.Text)
                .AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics.AddMeter(_meters).AddView(Buckets).AddPrometheusExporter());
        if (exports && OtlpSettings.HasCollector(configuration))
            telemetry.WithTracing(tracing => tracing.AddSource(_sources)).UseOtlpExporter();
        services.AddSingleton<MetricsServer>();
        services.AddHostedService(provider => provider.GetRequiredService<MetricsServer>());
        return services;
    }

    private static MetricStreamConfiguration? Buckets(Instrument instrument) => instrument switch
    {
        Histogram<double> { Unit: "s" } seconds when seconds.Advice?.HistogramBucketBoundaries is null => _seconds,
        Histogram<float> { Unit: "s" } seconds when seconds.Advice?.HistogramBucketBoundaries is null => _seconds,
        _ => null,
    };

    /// <summary>Must be registered before the forwarded headers are applied, so that it sees the original request.</summary>
    public static void UseChatMetrics(this WebApplication app)
    {
        // Before the instruments, so that it has their first values: a counter that begins above 0 shows no increase to Prometheus.
        var meters = app.Services.GetRequiredService<MeterProvider>();
        // The version is a label of a constant, so that a rolling update shows.
        app.Services.GetRequiredService<IMeterFactory>().Create("SignalRChat.Hosting").CreateObservableGauge(
            "signalrchat.build_info",
            () => new Measurement<int>(1, new KeyValuePair<string, object?>("version", ProductVersion.Text)),
            description: "1, with the version of the server.");
        app.Services.ObserveChat();
        if (app.Services.GetRequiredService<IOptions<MetricsOptions>>().Value.Url is null)
            app.GiveMetrics(meters, LocalRequest.Is);
    }

    /// <summary>Makes the metrics that are read from the state of the server, and that no other part needs.</summary>
    public static void ObserveChat(this IServiceProvider services)
    {
        services.GetRequiredService<FeedMetrics>();
        services.GetRequiredService<SlowConnections>();
    }

    public static void GiveMetrics(this IApplicationBuilder app, MeterProvider meters, Func<HttpContext, bool> mayRead) =>
        app.UseOpenTelemetryPrometheusScrapingEndpoint(
            meters, context => context.Request.Path == "/metrics" && mayRead(context),
            path: null, configureBranchedPipeline: null, optionsName: null);
}
