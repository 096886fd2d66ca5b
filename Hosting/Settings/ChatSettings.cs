namespace SignalRChat.Hosting.Settings;

/// <summary>Reads the settings, and rejects mistakes before anything starts that would use them.</summary>
internal static class ChatSettings
{
    /// <summary>
    /// The environment of "dotnet run" and of development tools. A launch profile replaces what the shell says of a variable, so it does
    /// not set ASPNETCORE_ENVIRONMENT itself: this one counts only if nothing else names an environment.
    /// </summary>
    private const string LaunchEnvironment = "LAUNCH_ENVIRONMENT";

    private static readonly string[] _environmentVariables = ["ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"];

    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = Read(args);
        builder.AddLogDefaults();
        Refuse([
            .. UnknownSettings.In(builder.Configuration),
            .. LogSettings.Problems(builder.Configuration),
            .. KestrelSettings.Problems(builder.Configuration),
            .. OtlpSettings.Problems(builder.Configuration),
            .. ListenAddress.In(builder.Configuration).Where(address => !address.IsValid).Select(address => address.Sentence),
        ]);
        return builder;
    }

    /// <summary>Reads the settings without checking their values.</summary>
    public static WebApplicationBuilder Read(string[] args)
    {
        Refuse(CommandLineSettings.Problems(args));
        try
        {
            return WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, EnvironmentName = EnvironmentFor(args) });
        }
        catch (DirectoryNotFoundException missing)
        {
            throw Refusal($"contentRoot is not a folder: {missing.Message}");
        }
        catch (InvalidDataException unreadable)
        {
            throw Refusal($"{unreadable.Message} {unreadable.GetBaseException().Message}");
        }
    }

    // Null leaves it to the framework.
    private static string? EnvironmentFor(string[] args)
    {
        var isNamed = _environmentVariables.Any(name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)))
            || new ConfigurationBuilder().AddCommandLine(args).Build()[HostDefaults.EnvironmentKey] is not null;
        return isNamed ? null : Environment.GetEnvironmentVariable(LaunchEnvironment);
    }

    private static void Refuse(IEnumerable<string> problems)
    {
        if (problems.ToArray() is { Length: > 0 } sentences)
            throw Refusal(sentences);
    }

    private static OptionsValidationException Refusal(params string[] sentences) =>
        new(nameof(ChatSettings), typeof(ChatSettings), sentences);
}
