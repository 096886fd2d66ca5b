using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Net.Http.Headers;
using SignalRChat.Auth.Guests;
using SignalRChat.Auth.Origins;
using SignalRChat.Auth.Tokens;

namespace SignalRChat.Auth;

/// <summary>Decides which users may connect, for how long, and from which pages: with tokens of an issuer or of guests.</summary>
internal static class ChatAuth
{
    private const string CorsPolicy = "chat-origins";

    private const string NoSignIn =
        $"No sign-in is configured: set {BearerSettings.SectionName}:Authority to the issuer of the users' tokens, or "
        + $"{GuestOptions.SectionName}:Enabled to true.";

    /// <summary>
    /// Registers sign-in. <paramref name="dataDirectory"/> holds the key of the guests' tokens. Other nodes, if any, need the
    /// same key. <paramref name="userScheme"/> is the scheme of users who are no guests; null for tokens of an issuer.
    /// </summary>
    public static IServiceCollection AddChatAuth(
        this IServiceCollection services,
        IConfiguration configuration,
        IHostEnvironment environment,
        string dataDirectory,
        bool sharesDatabase = false,
        string? userScheme = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddTokenFromQuery();
        services.AddOrigins(configuration);
        services.AddGuests(configuration, environment, dataDirectory, sharesDatabase);
        services.AddBearer(configuration, isNeeded: userScheme is null);
        services.Configure<SignInOptions>(signIn => signIn.UserScheme = userScheme ?? AuthSchemes.Bearer);
        services.AddSingleton<TokenCheck>();
        services.AddAuthentication(AuthSchemes.Any)
            .AddPolicyScheme(AuthSchemes.Any, null, options => options.ForwardDefaultSelector = SchemeSelector.ForRequest);
        services.AddAuthorizationBuilder().AddPolicy(AuthSchemes.HubPolicy, policy => policy.RequireAuthenticatedUser());
        return services;
    }

    /// <summary>
    /// Must be registered after forwarded headers, which name the requested host, and after the health checks, which use an
    /// address or any name.
    /// </summary>
    public static IApplicationBuilder UseAllowedHosts(this IApplicationBuilder app) => app.UseMiddleware<HostGuard>();

    /// <summary>
    /// Must be registered after forwarded headers, which set the server's own origin, and before everything that answers.
    /// </summary>
    public static IApplicationBuilder UseChatOrigins(this IApplicationBuilder app)
    {
        app.UseMiddleware<OriginGuard>();
        app.UseCors(CorsPolicy);
        return app;
    }

    /// <summary>Must be registered after <see cref="UseChatOrigins"/> and before every endpoint.</summary>
    public static IApplicationBuilder UseChatAuth(this IApplicationBuilder app)
    {
        app.UseMiddleware<GuestRateLimit>();
        app.UseAuthentication();
        app.UseAuthorization();
        return app;
    }

    public static IEndpointRouteBuilder MapChatAuth(this IEndpointRouteBuilder endpoints)
    {
        GuestEndpoint.Map(endpoints);
        return endpoints;
    }

    private static void AddTokenFromQuery(this IServiceCollection services)
    {
        services.TryAddSingleton<DefaultHttpContextFactory>();
        services.Replace(ServiceDescriptor.Singleton<IHttpContextFactory, TokenFromQuery>());
        // At Debug it logs the request line of an invalid request, query included: no context is created for one.
        services.AddLogging(static logging => logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.Information));
    }

    private static void AddOrigins(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<OriginOptions>(configuration, OriginOptions.SectionName);
        services.AddCheckedOptions<HostNames>(configuration, HostNames.Key);
        // The framework's filter asks before a proxy's headers are read, and of probes too.
        services.Configure<HostFilteringOptions>(filter => filter.AllowedHosts = ["*"]);
        services.AddCors();
        services.AddOptions<Microsoft.AspNetCore.Cors.Infrastructure.CorsOptions>().Configure<IOptions<OriginOptions>>((cors, origins) =>
            cors.AddPolicy(CorsPolicy, policy => policy
                .WithOrigins([.. origins.Value.Normalised])
                .WithMethods(HttpMethods.Get, HttpMethods.Post, HttpMethods.Delete)
                .AllowAnyHeader()
                .WithExposedHeaders(HeaderNames.RetryAfter)
                .AllowCredentials()));
    }

    private static void AddGuests(
        this IServiceCollection services,
        IConfiguration configuration,
        IHostEnvironment environment,
        string dataDirectory,
        bool sharesDatabase)
    {
        services.AddCheckedOptions<GuestOptions>(configuration, GuestOptions.SectionName)
            .PostConfigure(options => options.Enabled ??= environment.IsDevelopment());
        services.AddSingleton(provider =>
            GuestSigningKey.LoadOrCreate(dataDirectory, provider.GetRequiredService<ILogger<GuestSigningKey>>(), sharesDatabase));
        services.AddSingleton<GuestTokenIssuer>();
        services.AddSingleton<GuestRateLimiter>();
        services.AddHostedService<GuestKeyAtStart>();
        services.AddAuthentication().AddJwtBearer(AuthSchemes.Guest, options => JwtSetup.Harden(options, JwtSetup.GuestAlgorithms));
        services.AddOptions<JwtBearerOptions>(AuthSchemes.Guest)
            .Configure<GuestSigningKey>((options, key) => GuestTokenIssuer.Accept(options.TokenValidationParameters, key));
    }

    private static void AddBearer(this IServiceCollection services, IConfiguration configuration, bool isNeeded)
    {
        var settings = new BearerSettings(configuration.GetSection(BearerSettings.SectionName));
        services.AddSingleton(settings);
        services.AddSingleton(_ => new IssuerKeys(settings.SigningKeys));
        services.AddSingleton<UserTokenIssuer>();
        services.AddSingleton<TokenEvents>();
        services.AddOptions<BearerSettings.AtStart>().Check(_ => settings.Problems()).ValidateOnStart();
        if (isNeeded)
            services.AddOptions<GuestOptions>().Check(guests => guests.IsOn || settings.IsConfigured ? [] : [NoSignIn]);

        // Before AddJwtBearer, whose own reading of the section then overrides these; what is set after it cannot be configured
        // away.
        services.Configure<JwtBearerOptions>(AuthSchemes.Bearer, JwtSetup.SetDefaults);
        services.AddAuthentication().AddJwtBearer(AuthSchemes.Bearer, options => JwtSetup.Harden(options, settings.Algorithms));
        services.PostConfigure<JwtBearerOptions>(AuthSchemes.Bearer, JwtSetup.ForgetWithdrawnKeys);
        services.AddOptions<JwtBearerOptions>(AuthSchemes.Bearer)
            .PostConfigure<IssuerKeys>((options, keys) => keys.Apply(options.TokenValidationParameters));
    }
}
