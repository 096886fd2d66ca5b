namespace SignalRChat.ClientConsole.Editing;

/// <summary>The result of a key.</summary>
internal readonly record struct EditorResult(EditorEvent Event, string Line = "")
{
    public static readonly EditorResult Nothing = new(EditorEvent.Nothing);

    public static readonly EditorResult Changed = new(EditorEvent.Changed);
}

internal enum EditorEvent
{
    Nothing,
    Changed,
    Entered,
    ClearScreen,

    /// <summary>The line holds the candidates for a Tab.</summary>
    Choices,
    Interrupted,
    Quit,
    EndOfInput,
}
