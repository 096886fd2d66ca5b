using SignalRChat.ClientConsole.Settings;
using SignalRChat.ClientConsole.Soak;

namespace SignalRChat.ClientConsole;

/// <summary>The ways to run the console. Each answers the exit code.</summary>
internal interface IConsoleRuns
{
    Task<int> TalkAsync(ConsoleSettings settings, CancellationToken cancellationToken);

    Task<int> SendAsync(ConsoleSettings settings, string text, CancellationToken cancellationToken);

    Task<int> TailAsync(ConsoleSettings settings, IReadOnlyList<string> rooms, CancellationToken cancellationToken);

    Task<int> SoakAsync(ConsoleSettings settings, SoakPlan plan, CancellationToken cancellationToken);
}
