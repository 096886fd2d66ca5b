using Microsoft.Extensions.Options;

namespace SignalRChat.Services.Storage;

internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.DataDirectory))
            return ValidateOptionsResult.Fail("Storage:DataDirectory is empty; expected the path of a folder.");
        return ValidateOptionsResult.Success;
    }
}
