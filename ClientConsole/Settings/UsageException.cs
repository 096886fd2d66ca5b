namespace SignalRChat.ClientConsole.Settings;

/// <summary>An invalid setting. The message is one sentence with its name, its value and the expected value.</summary>
internal sealed class UsageException(string message) : Exception(message);
