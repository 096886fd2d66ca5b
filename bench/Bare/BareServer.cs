using System.Globalization;
using System.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SignalRChat.Bench.Servers;
using SignalRChat.Contracts;

namespace SignalRChat.Bench.Bare;

/// <summary>
/// The baseline for the chat server: SignalR and nothing else. It has the same protocols, transport and time-outs, but no
/// store, no users and no checks.
/// </summary>
internal static class BareServer
{
    public const string CommandName = "bare-server";

    /// <summary>With it, the hub is one of several on SignalR's Redis backplane.</summary>
    public const string RedisKey = NodeSettings.Redis;

    /// <summary>The interval of its pings. The server drops a client that is silent for three times as long.</summary>
    public const string KeepAliveKey = "KeepAliveInterval";

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder();
        var signalR = builder.Services
            .AddSignalR(hub =>
            {
                hub.KeepAliveInterval = builder.Configuration.GetValue(KeepAliveKey, TimeSpan.FromSeconds(10));
                hub.ClientTimeoutInterval = 3 * hub.KeepAliveInterval;
                hub.MaximumReceiveMessageSize = ChatLimits.ReceiveBytes;
            })
            .AddMessagePackProtocol();
        if (builder.Configuration[RedisKey] is { } redis)
            signalR.AddStackExchangeRedis(redis);

        await using var app = builder.Build();
        app.MapGet(RuntimeCounters.Path, static () => string.Create(CultureInfo.InvariantCulture, $"""
            {RuntimeCounters.AllocatedMetric} {GC.GetTotalAllocatedBytes()}
            {RuntimeCounters.CompilingMetric} {JitInfo.GetCompilationTime().TotalSeconds}
            """));
        app.MapHub<BareHub>(ChatPaths.Hub, connection => connection.Transports = HttpTransportType.WebSockets);
        await app.RunAsync(cancellationToken);
    }
}
