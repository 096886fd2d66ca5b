using Microsoft.AspNetCore.Connections;
using SignalRChat.Hosting.Settings;
using SignalRChat.Services.Log;

namespace SignalRChat.Hosting;

/// <summary>
/// A bad setting stops the start with its sentence on standard error and exit code 78 (EX_CONFIG of sysexits.h), not with a stack.
/// </summary>
internal static class StartupRefusal
{
    private const int ExitCode = 78;

    /// <summary>
    /// The host logs a failed start with its stack, then throws it. This drops the log line, so the failure is reported once.
    /// </summary>
    public static ILoggingBuilder LogRefusalsOnce(this ILoggingBuilder logging) =>
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);

    /// <summary>Runs the server to its end.</summary>
    public static async Task RunToEndAsync(this WebApplication app)
    {
        await using var server = app;
        HostingLog.Starts(app.Logger, ProductVersion.Text, app.Environment.EnvironmentName);
        // Makes them. Some throw for a bad setting, and a host that could not make all of them cannot be stopped.
        _ = app.Services.GetServices<IHostedService>();
        try
        {
            await app.StartAsync();
        }
        catch (Exception error)
        {
            var isStopping = error is OperationCanceledException && app.Lifetime.ApplicationStopping.IsCancellationRequested;
            // Other services have started by then: a service that ends without being stopped would be logged as a crash.
            await app.StopAsync();
            if (isStopping)
                return;
            if (error is IOException { InnerException: AddressInUseException } || !ListenRefusal.IsCause(error))
                throw;
            var addresses = ListenAddress.In(app.Configuration).Select(address => $"{address.Key} is {address.Text}");
            throw new ListenRefusal(string.Join(", ", addresses), error);
        }
        await app.WaitForShutdownAsync();
    }

    /// <summary>Whether this is a refusal and not a defect.</summary>
    public static bool Is(Exception error) => Sentences(error).Any();

    /// <summary>Writes the reason to <paramref name="error"/>, and returns the exit code.</summary>
    public static int Explain(Exception refusal, TextWriter error)
    {
        foreach (var sentence in Sentences(refusal))
            error.WriteLine(sentence);
        return ExitCode;
    }

    /// <summary>The sentences of a refusal; none for a defect.</summary>
    public static IEnumerable<string> Sentences(Exception error) => error switch
    {
        OptionsValidationException bad => bad.Failures,
        AggregateException several when several.InnerExceptions.All(Is) => several.InnerExceptions.SelectMany(Sentences),
        IOException { InnerException: AddressInUseException } taken => [taken.Message],
        ListenRefusal cannot => [cannot.Message],
        StorageUnavailableException gone => [gone.Message],
        InvalidOperationException unreadable when IsOfTheBinder(unreadable) => [unreadable.Message],
        _ => [],
    };

    // "Failed to convert configuration value 'x' at 'Key' to type 'T'." has no distinct exception type.
    private static bool IsOfTheBinder(InvalidOperationException error) =>
        error.Source == typeof(ConfigurationBinder).Assembly.GetName().Name;
}
