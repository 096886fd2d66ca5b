using SignalRChat.Hubs.Fanout.Backplane;

namespace SignalRChat.Hosting;

/// <summary>Whether the process lives, and whether it should get new clients. It should without a backplane too: then it is degraded, and says why.</summary>
internal static class HealthEndpoints
{
    /// <summary>The path above all of them.</summary>
    public const string Prefix = "/health";

    public static void MapHealth(this WebApplication app)
    {
        var lifetime = app.Lifetime;
        var backplane = app.Services.GetRequiredService<BackplaneState>();
        app.MapGet($"{Prefix}/live", () => Results.Text("live"));
        app.MapGet($"{Prefix}/ready", () => lifetime.ApplicationStarted.IsCancellationRequested && !lifetime.ApplicationStopping.IsCancellationRequested
            ? Results.Text(backplane.Trouble is { } trouble ? $"degraded: the backplane is away ({trouble})" : "ready")
            : Results.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable));
    }
}
