namespace SignalRChat.ClientConsole.Output;

/// <summary>Where events go, in the form that was asked for.</summary>
internal interface IEventOutput
{
    void Tell(ConsoleEvent told);
}
