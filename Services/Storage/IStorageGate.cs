using Microsoft.Extensions.Options;

namespace SignalRChat.Services.Storage;

/// <summary>Stands before the database at the start.</summary>
internal interface IStorageGate
{
    /// <summary>Returns when the database can be used.</summary>
    /// <exception cref="OptionsValidationException">It cannot be: one sentence that names the setting.</exception>
    Task OpenAsync(CancellationToken cancellationToken);
}
