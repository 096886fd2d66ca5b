namespace SignalRChat.ClientConsole.Settings;

/// <summary>A setting that makes no sense. The message is one sentence that names it, what it is and what was expected.</summary>
internal sealed class UsageException(string message) : Exception(message);
