using Microsoft.Extensions.Options;

namespace SignalRChat.Services.Storage;

internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    private const int MaxBusyTimeoutMs = 60_000;

    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.DataDirectory))
            return ValidateOptionsResult.Fail("Storage:DataDirectory is empty; expected the path of a folder.");
        if (options.BusyTimeoutMs is < 0 or > MaxBusyTimeoutMs)
            return ValidateOptionsResult.Fail($"Storage:BusyTimeoutMs is {options.BusyTimeoutMs}; expected 0 to {MaxBusyTimeoutMs:N0}.");
        return ValidateOptionsResult.Success;
    }
}
