using SignalRChat.Api;
using SignalRChat.Auth;
using SignalRChat.Auth.Tokens;
using SignalRChat.Hosting;
using SignalRChat.Hosting.Health;
using SignalRChat.Hosting.Logs;
using SignalRChat.Hosting.Metrics;
using SignalRChat.Hosting.Pipeline;
using SignalRChat.Hosting.ServerApi;
using SignalRChat.Hosting.Settings;
using SignalRChat.Hubs;
using SignalRChat.Services;
using SignalRChat.Services.Storage;

var isCheck = SetupCheck.TakeFrom(ref args);
try
{
    if (await ProgramArguments.RunAsync(args) is { } code)
        return code;

    JwtSetup.WaitForNewKeys();
    var builder = ChatSettings.CreateBuilder(args);

    builder.Logging.LogRefusalsOnce();
    if (isCheck)
        builder.Logging.ClearProviders();
    builder.Services.AddLogLimits(builder.Configuration);
    builder.Services.AddHealth(builder.Configuration);
    builder.Services.AddChatMetrics(builder.Configuration, exports: !isCheck);
    builder.Services.AddForwardedRequests(builder.Configuration);
    builder.AddPageFiles();
    builder.Services.AddChatStorage(builder.Configuration);
    builder.Services.AddChatServices(builder.Configuration);
    builder.Services.AddChatAuth(
        builder.Configuration,
        builder.Environment,
        StorageOptions.DirectoryIn(builder.Configuration, builder.Environment),
        ConnectionStringOptions.SharesDatabase(builder.Configuration));
    builder.Services.AddChatHubs(builder.Configuration);
    builder.Services.AddChatApi(builder.Configuration);
    builder.Services.AddApiAddress();

    var app = builder.Build();

    app.UseSecurityHeaders();
    app.UseHealth();
    app.UseChatMetrics();
    app.UseForwardedRequests();
    app.UseLogSources();
    app.UseHubConnections();
    app.UseAllowedHosts();
    app.UsePageFiles();
    app.UseChat();
    app.MapChat();
    app.MapPageFiles();

    if (isCheck)
        return await SetupCheck.RunAsync(app, Console.Out);
    await app.RunToEndAsync();
    return 0;
}
catch (Exception error) when (StartupRefusal.Is(error))
{
    return isCheck ? SetupCheck.Refuse(error, Console.Out) : StartupRefusal.Explain(error, Console.Error);
}

/// <summary>Not public: an app that hosts the chat has a program of its own.</summary>
internal sealed partial class Program;
