namespace SignalRChat.Services.Storage;

/// <summary>Checks the database at the start, before it is used.</summary>
internal interface IStorageGate
{
    /// <summary>The place of the database in words, without a secret.</summary>
    string Place { get; }

    /// <summary>Asks once whether the database can be used and takes changes. Returns why it does not answer yet; null if it can.</summary>
    /// <exception cref="OptionsValidationException">It cannot be used: one sentence that names the setting.</exception>
    Task<string?> AskOnceAsync(CancellationToken cancellationToken);

    /// <summary>Tries once whether the database can be used. Returns false if it does not answer yet.</summary>
    /// <exception cref="OptionsValidationException">It cannot be used: one sentence that names the setting.</exception>
    Task<bool> TryOpenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Returns when the database can be used; with <paramref name="mustTakeChanges"/> only when it takes changes as well.
    /// </summary>
    /// <exception cref="OptionsValidationException">It cannot be used, or did not answer in time: one sentence that names the
    /// setting.</exception>
    Task OpenAsync(bool mustTakeChanges, CancellationToken cancellationToken);
}
