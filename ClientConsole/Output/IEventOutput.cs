namespace SignalRChat.ClientConsole.Output;

/// <summary>Writes events, in the requested form.</summary>
internal interface IEventOutput
{
    void Tell(ConsoleEvent entry);
}
