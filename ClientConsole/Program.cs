using SignalRChat.ClientConsole.Settings;

namespace SignalRChat.ClientConsole;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        using var interrupts = new Interrupts();
        var userFolder = Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        var files = SettingsFile.Places(AppContext.BaseDirectory, userFolder).ToArray();
        var console = new ChatConsole(TimeProvider.System);
        var parsed = new ConsoleCommandLine(Environment.GetEnvironmentVariable, files, SettingsFile.GuestFolder(userFolder), console)
            .Parse(args);
        try
        {
            var code = await parsed.InvokeAsync(
                new()
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                    // After a mistake the help is no answer, and a program that reads the output should not see it.
                    Output = parsed.Errors.Count > 0 ? Console.Error : Console.Out,
                },
                interrupts.Token);
            return parsed.Errors.Count > 0 && code != 0 ? ExitCodes.Usage : code;
        }
        catch (UsageException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.Usage;
        }
        catch (Exception e)
        {
            var isVerbose = args.Contains("--verbose") || args.Contains("-v");
            await Console.Error.WriteLineAsync(isVerbose ? $"!! {e}" : $"!! unexpected: {e.Message}");
            return ExitCodes.Unexpected;
        }
    }
}
