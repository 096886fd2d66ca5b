namespace SignalRChat.ClientConsole.Output;

/// <summary>For who has nothing to tell.</summary>
internal sealed class NoEvents : IEventOutput
{
    public void Tell(ConsoleEvent told)
    {
    }
}
