namespace SignalRChat.ClientConsole.Output;

/// <summary>Writes events, in the requested form.</summary>
internal interface IEventOutput
{
    void Tell(ConsoleEvent entry);
}

/// <summary>Drops all events.</summary>
internal sealed class NullEventOutput : IEventOutput
{
    public void Tell(ConsoleEvent entry)
    {
    }
}
