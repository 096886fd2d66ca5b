using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Authentication;
using SignalRChat.Api;
using SignalRChat.Auth;
using SignalRChat.Auth.Guests;
using SignalRChat.Auth.Origins;
using SignalRChat.Hosting.Health;
using SignalRChat.Hosting.Logs;
using SignalRChat.Hosting.Metrics;
using SignalRChat.Hosting.Pipeline;
using SignalRChat.Hosting.ServerApi;
using SignalRChat.Hosting.Settings;
using SignalRChat.Hubs;
using SignalRChat.Services;
using SignalRChat.Services.Storage;
using SignalRChat.Services.Storage.Postgres;

namespace SignalRChat.Hosting.Library;

/// <summary>
/// The server without what belongs to a program: addresses, TCP connections, the page, metrics, proxies and host names are the app's. Its
/// services are in a container of their own, and its requests run a pipeline of their own.
/// </summary>
internal static class EmbeddedServer
{
    private const string DataProtection = "Microsoft.AspNetCore.DataProtection";
    private const string Rest = "/{**rest}";

    /// <summary>The patterns of all paths that the pipeline answers.</summary>
    public static string[] Patterns(bool health) =>
    [
        ChatPaths.Hub + Rest, ChatPaths.GuestToken, ChatApi.Prefix + Rest, .. health ? (string[])[HealthEndpoints.Prefix + Rest] : [],
    ];

    public static IHost Build(IServiceProvider app, IConfiguration configuration, SignalRChatBuilder choices)
    {
        var environment = app.GetRequiredService<IHostEnvironment>();
        var builder = Host.CreateEmptyApplicationBuilder(new()
        {
            ApplicationName = environment.ApplicationName,
            EnvironmentName = environment.EnvironmentName,
            ContentRootPath = environment.ContentRootPath,
            Configuration = SettingsOf(app, configuration),
        });
        if (UnknownSettings.InChat(builder.Configuration).ToArray() is { Length: > 0 } unknown)
            throw new OptionsValidationException(nameof(EmbeddedServer), typeof(EmbeddedServer), unknown);
        AddAppServices(builder.Services, builder.Configuration, app);
        AddServer(builder.Services, builder.Configuration, builder.Environment, choices.UsesAppAuthentication ? AuthSchemes.App : null);
        if (choices.UsesAppAuthentication)
            AddAppUsers(builder.Services, app, choices.AuthenticationPolicy);
        if (choices.MessagePolicy is { } policy)
            builder.Services.AddSingleton(_ => policy(app));
        if (choices.RoomAuthority is { } authority)
            builder.Services.AddSingleton(_ => authority(app));
        return builder.Build();
    }

    public static RequestDelegate BuildPipeline(IServiceProvider services, bool health)
    {
        var app = new ApplicationBuilder(services);
        services.ObserveChat();
        if (health)
            app.UseHealth();
        app.UseLogSources();
        app.UseHubConnections();
        app.UseChat();
        app.UseEndpoints(endpoints => endpoints.MapChat());
        return app.Build();
    }

    /// <summary>
    /// The settings of the chat, with two defaults below them: the host names of the app, and no guests, also not in Development.
    /// </summary>
    private static ConfigurationManager SettingsOf(IServiceProvider app, IConfiguration configuration)
    {
        var settings = new ConfigurationManager();
        settings.AddInMemoryCollection(
        [
            new(HostNames.Key, app.GetService<IConfiguration>()?[HostNames.Key]),
            new($"{GuestOptions.SectionName}:{nameof(GuestOptions.Enabled)}", bool.FalseString),
        ]);
        settings.AddConfiguration(configuration);
        return settings;
    }

    private static void AddAppServices(IServiceCollection services, IConfiguration configuration, IServiceProvider app)
    {
        var log = app.GetRequiredService<ILoggerFactory>();
        services.AddLogLimits(
            configuration, own => new AppLoggerFactory(log, own.GetRequiredService<IOptions<LoggerFilterOptions>>()));
        services.AddSingleton<IHostLifetime, AppLifetime>();
        services.AddSingleton(app.GetService<TimeProvider>() ?? TimeProvider.System);
        services.AddSingleton(app.GetRequiredService<IMeterFactory>());
        var listener = app.GetRequiredService<DiagnosticListener>();
        services.AddSingleton(listener);
        services.AddSingleton<DiagnosticSource>(listener);
        var behavior = app.GetRequiredService<IOptions<HostOptions>>().Value.BackgroundServiceExceptionBehavior;
        services.Configure<HostOptions>(host => host.BackgroundServiceExceptionBehavior = behavior);
    }

    private static void AddServer(
        IServiceCollection services, IConfiguration configuration, IHostEnvironment environment, string? userScheme)
    {
        services.AddHealth(configuration);
        services.AddRouting();
        services.AddChatStorage(configuration);
        services.Configure<PostgresOptions>(static postgres => postgres.WaitsWithoutEnd = true);
        services.AddChatServices(configuration);
        services.AddChatAuth(
            configuration,
            environment,
            StorageOptions.DirectoryIn(configuration, environment),
            ConnectionStringOptions.SharesDatabase(configuration),
            userScheme);
        services.AddChatHubs(configuration);
        services.AddChatApi(configuration);
        services.AddApiAddress();
        // Authentication adds it. The chat protects nothing with it, and the keys that it would load are the app's.
        foreach (var loader in services.Where(IsKeyLoader).ToArray())
            services.Remove(loader);
    }

    private static bool IsKeyLoader(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService)
        && service.ImplementationType?.Namespace?.StartsWith(DataProtection, StringComparison.Ordinal) == true;

    private static void AddAppUsers(IServiceCollection services, IServiceProvider app, string? policy)
    {
        services.AddSingleton(new AppSignIn(app, policy));
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, AppUserHandler>(AuthSchemes.App, null);
    }

    /// <summary>The chat ends with the app, not by a signal.</summary>
    private sealed class AppLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
