using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Protocols;
using SignalRChat.Api;
using SignalRChat.Auth;
using SignalRChat.Auth.Tokens;
using SignalRChat.Hubs.Backplane;
using SignalRChat.Services.Log;
using SignalRChat.Services.Storage;
using StackExchange.Redis;

namespace SignalRChat.Hosting;

/// <summary>
/// <c>SignalRChat check</c>: whether a server with these settings could start and serve, before it does. It prints a line for each of the
/// settings, the database, Redis and the issuers, without a secret, and exits with 0 or 1.
/// </summary>
internal static class SetupCheck
{
    private const string Word = "check";
    private const string NotUsed = "not used";
    private const int Good = 0;
    private const int Bad = 1;

    /// <summary>For all of them together: they are asked at the same time.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(8);

    /// <summary>Whether the first argument asks for the check. Then it is removed: the others are settings.</summary>
    public static bool TakeFrom(ref string[] args)
    {
        if (args is not [Word, .. var settings])
            return false;
        args = settings;
        return true;
    }

    /// <summary>Checks what the server would use, and returns the exit code. The server is not started.</summary>
    public static async Task<int> RunAsync(WebApplication app, TextWriter output)
    {
        await using var server = app;
        var services = app.Services;
        services.GetService<IStartupValidator>()?.Validate();
        // As at the start, where some of them throw for a bad setting.
        _ = services.GetServices<IHostedService>();
        Write(output, "settings", "ok");

        using var deadline = new CancellationTokenSource(_patience);
        var api = services.GetRequiredService<IOptions<ApiOptions>>().Value.Authority;
        var bearer = services.GetRequiredService<BearerSettings>();
        List<(string Name, Task<string> Outcome)> checks =
        [
            ("database", DatabaseAsync(services, deadline.Token)),
            ("redis", RedisAsync(services, deadline.Token)),
            ("issuer", IssuerAsync(services, AuthSchemes.Bearer, bearer.MetadataAddress ?? bearer.Authority, deadline.Token)),
        ];
        if (api is not null)
            checks.Add(("api issuer", IssuerAsync(services, AuthSchemes.Api, api, deadline.Token)));
        var code = Good;
        foreach (var (name, outcome) in checks)
        {
            try
            {
                Write(output, name, await outcome.WaitAsync(deadline.Token));
            }
            catch (Exception failure)
            {
                Write(output, name, $"FAILED: {Words(failure)}");
                code = Bad;
            }
        }
        return code;
    }

    /// <summary>The settings are wrong, so nothing else was asked. Returns the exit code.</summary>
    public static int Refuse(Exception refusal, TextWriter output)
    {
        foreach (var sentence in StartupRefusal.Sentences(refusal))
            Write(output, "settings", $"FAILED: {sentence}");
        return Bad;
    }

    private static async Task<string> DatabaseAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var gate = services.GetRequiredService<IStorageGate>();
        if (await gate.AskOnceAsync(cancellationToken) is { } reason)
            throw new SetupProblem($"{gate.Place}: {reason}");
        await services.GetRequiredService<IMessageStore>().CheckSchemaAsync(cancellationToken);
        return $"ok: {gate.Place}";
    }

    private static async Task<string> RedisAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (services.GetService<IBackplaneConnectionFactory>() is not { } factory)
            return NotUsed;
        try
        {
            await using var connection = await factory.OpenAsync(cancellationToken);
            var endpoints = connection.Redis?.GetEndPoints() ?? [];
            return $"ok: {string.Join(", ", endpoints.Select(endpoint => EndPointCollection.ToString(endpoint)))}";
        }
        catch (Exception failure)
        {
            throw new SetupProblem(BackplaneSupervisor.Words(failure), failure);
        }
    }

    private static async Task<string> IssuerAsync(
        IServiceProvider services, string scheme, string? address, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(address))
            return NotUsed;
        // Without the user and the query, which may hold a secret.
        var shown = new Uri(address).GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        var options = services.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get(scheme);
        try
        {
            var published = await options.ConfigurationManager!.GetConfigurationAsync(cancellationToken);
            return published.SigningKeys.Count > 0
                ? $"ok: {shown}, signing keys: {published.SigningKeys.Count}"
                : throw new SetupProblem($"{shown} publishes no signing key");
        }
        catch (Exception failure) when (failure is not SetupProblem)
        {
            throw new SetupProblem($"{shown} does not give its signing keys: {Reason(failure.GetBaseException())}", failure);
        }
    }

    /// <summary>Not the message of any other cause, which may have the whole address.</summary>
    private static string Reason(Exception cause) => cause switch
    {
        SocketException or AuthenticationException => cause.Message,
        OperationCanceledException => Words(cause),
        _ when cause.Data[HttpDocumentRetriever.StatusCode] is HttpStatusCode status => $"it answers {(int)status}",
        _ => cause.GetType().Name,
    };

    private static void Write(TextWriter output, string name, string text) =>
        output.WriteLine($"{name + ":",-11} {text.ReplaceLineEndings(" ")}");

    private static string Words(Exception failure) => failure switch
    {
        OperationCanceledException => $"no answer within {_patience.TotalSeconds:0} s",
        OptionsValidationException bad => string.Join(' ', bad.Failures),
        _ => failure.Message,
    };

    private sealed class SetupProblem(string message, Exception? inner = null) : Exception(message, inner);
}
