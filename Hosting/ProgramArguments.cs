using SignalRChat.Hosting.Settings;

namespace SignalRChat.Hosting;

/// <summary>The program's actions other than serving, when its arguments request one.</summary>
internal static class ProgramArguments
{
    private const string Usage = """
        Serves the chat until it is stopped.

          SignalRChat [--key value]...     serve, with these settings
          SignalRChat check                check the settings, the database, Redis and the issuer: a line for each, exit code 0 or 1
          SignalRChat --healthcheck        check the server that runs with the same settings: exit code 0 if it is ready, else 1
          SignalRChat --healthcheck live   the same for liveness: 0 also while it waits for its database or migrates it
          SignalRChat --version            print the version
          SignalRChat --help               print this text

        Set a key on the command line (--Chat:Limits:TextLength 8000), in an environment variable
        (Chat__Limits__TextLength=8000) or in appsettings.json. --urls (ASPNETCORE_URLS) sets the address,
        --environment (ASPNETCORE_ENVIRONMENT) the environment. A wrong or unknown setting stops the start
        with exit code 78. docs/settings.md explains each key:

        """;

    /// <summary>Returns the exit code; null if the server must start.</summary>
    public static async Task<int?> RunAsync(string[] args)
    {
        if (args.Any(argument => argument is "--help" or "-h" or "-?" or "/?"))
        {
            Console.WriteLine(Usage);
            foreach (var setting in KnownSettings.All.OrderBy(setting => setting.Key, StringComparer.Ordinal))
                Console.WriteLine($"  {setting.Key}{Value(setting)}");
            return 0;
        }
        if (args.Contains("--version"))
        {
            Console.WriteLine($"SignalRChat {ProductVersion.Text}");
            return 0;
        }
        return HealthProbe.IsAskedFor(args) ? await HealthProbe.RunAsync(args) : null;
    }

    private static string Value(KnownSetting setting) => setting switch
    {
        { Form: SettingForm.List } => ":<number>",
        { Form: SettingForm.Open } => ":<entry>",
        { Default: { Length: > 0 } text } => $" = {text}",
        _ => "",
    };
}
