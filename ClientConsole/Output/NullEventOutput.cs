namespace SignalRChat.ClientConsole.Output;

/// <summary>For who has nothing to tell.</summary>
internal sealed class NullEventOutput : IEventOutput
{
    public void Tell(ConsoleEvent told)
    {
    }
}
