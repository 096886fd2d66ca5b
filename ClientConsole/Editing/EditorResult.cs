namespace SignalRChat.ClientConsole.Editing;

/// <summary>What a key led to.</summary>
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

    /// <summary>The line holds what a Tab could become.</summary>
    Choices,
    Interrupted,
    Quit,
    EndOfInput,
}
