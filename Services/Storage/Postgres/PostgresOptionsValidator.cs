using Microsoft.Extensions.Options;

namespace SignalRChat.Services.Storage.Postgres;

internal sealed class PostgresOptionsValidator : IValidateOptions<PostgresOptions>
{
    public ValidateOptionsResult Validate(string? name, PostgresOptions options)
    {
        const string Key = $"{PostgresOptions.SectionName}:{nameof(PostgresOptions.LockTimeout)}";
        if (options.LockTimeout <= options.IdleInTransactionTimeout)
        {
            return ValidateOptionsResult.Fail(
                $"{Key} is {options.LockTimeout}; expected more than IdleInTransactionTimeout ({options.IdleInTransactionTimeout}).");
        }

        return options.LockTimeout <= options.StatementTimeout
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{Key} is {options.LockTimeout}; expected at most StatementTimeout ({options.StatementTimeout}).");
    }
}
