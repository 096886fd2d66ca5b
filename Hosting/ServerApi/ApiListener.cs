using SignalRChat.Api;
using SignalRChat.Hosting.Settings;

namespace SignalRChat.Hosting.ServerApi;

/// <summary>
/// Listens at <see cref="ApiOptions.Url"/> and answers only the server API there. It is a separate server: the hub cannot be reached by
/// that address, nor the API by the hub's, whatever a proxy in front does.
/// </summary>
internal sealed class ApiListener(IOptions<ApiOptions> options, IServiceScopeFactory scopes, ILogger<ApiListener> logger)
    : IHostedService, IAsyncDisposable
{
    private const string Key = $"{ApiOptions.SectionName}:{nameof(ApiOptions.Url)}";

    private WebApplication? _app;

    /// <summary>Answers the requests; set before the start if there is an address.</summary>
    public RequestDelegate? Pipeline { get; set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (Pipeline is null)
            return;
        // Empty: the settings of the main server, including its address, do not apply to this one.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls(options.Value.Url!);
        _app = builder.Build();
        _app.Run(AnswerAsync);
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (Exception error) when (ListenRefusal.IsCause(error))
        {
            throw new ListenRefusal($"{Key} is {options.Value.Url}", error);
        }
        HostingLog.ServingApi(logger, $"{_app.Urls.First()}{ChatApi.Prefix}");
    }

    public Task StopAsync(CancellationToken cancellationToken) => _app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;

    public static IEnumerable<string> Problems(ApiOptions options)
    {
        if (options.Url is not null && !ListenAddress.IsPlainHttp(options.Url))
        {
            yield return $"{Key} is '{options.Url}'; expected http, an address and a port, such as http://127.0.0.1:5001 or "
                + "http://*:5001.";
        }
    }

    /// <summary>With the services of the main server.</summary>
    private async Task AnswerAsync(HttpContext context)
    {
        await using var scope = scopes.CreateAsyncScope();
        context.RequestServices = scope.ServiceProvider;
        await Pipeline!(context);
    }
}
