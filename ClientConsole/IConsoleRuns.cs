using SignalRChat.ClientConsole.Settings;
using SignalRChat.ClientConsole.Soak;

namespace SignalRChat.ClientConsole;

/// <summary>The ways to run the console. Each returns the exit code.</summary>
internal interface IConsoleRuns
{
    Task<int> TalkAsync(ConsoleSettings settings, CancellationToken cancellationToken);

    /// <param name="settings">The settings.</param>
    /// <param name="text">The text to send; null for the lines of standard input.</param>
    /// <param name="cancellationToken">Cancelled by Ctrl+C.</param>
    Task<int> SendAsync(ConsoleSettings settings, string? text, CancellationToken cancellationToken);

    Task<int> TailAsync(ConsoleSettings settings, IReadOnlyList<string> rooms, CancellationToken cancellationToken);

    Task<int> SoakAsync(ConsoleSettings settings, SoakPlan plan, CancellationToken cancellationToken);
}
