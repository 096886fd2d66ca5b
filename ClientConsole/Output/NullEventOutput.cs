namespace SignalRChat.ClientConsole.Output;

/// <summary>Drops all events.</summary>
internal sealed class NullEventOutput : IEventOutput
{
    public void Tell(ConsoleEvent entry)
    {
    }
}
