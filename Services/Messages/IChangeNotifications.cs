namespace SignalRChat.Services.Messages;

/// <summary>The way by which what other nodes commit is told to this one.</summary>
internal interface IChangeNotifications
{
    /// <summary>Hints may be lost from now on. It may be raised again while they may.</summary>
    event Action? Doubted;

    /// <summary>Hints may be lost at the moment: whoever needs them has to look for itself, and often.</summary>
    bool MayBeLossy { get; }

    /// <summary>The tail check found a change that no hint announced.</summary>
    void FoundUntold();
}
