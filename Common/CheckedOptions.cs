using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SignalRChat.Common;

/// <summary>
/// Options that are checked at start: a bad one stops the start with a sentence that names the key, the value and what was
/// expected.
/// </summary>
internal static class CheckedOptions
{
    public static OptionsBuilder<TOptions> AddCheckedOptions<TOptions>(
        this IServiceCollection services, IConfiguration configuration, string section)
        where TOptions : class
    {
        services.AddSingleton<IValidateOptions<TOptions>>(new RangeValidator<TOptions>(section));
        return services.AddOptions<TOptions>().Configure(options => Bind(configuration.GetSection(section), options)).ValidateOnStart();
    }

    private static void Bind<TOptions>(IConfigurationSection section, TOptions options)
    {
        try
        {
            section.Bind(options);
        }
        catch (InvalidOperationException unreadable)
        {
            // Its sentence names the key, the value and the type that was expected.
            throw new OptionsValidationException(section.Path, typeof(TOptions), [unreadable.Message]);
        }
    }

    private sealed class RangeValidator<TOptions>(string section) : IValidateOptions<TOptions>
        where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options)
        {
            List<string> failures = [];
            foreach (var property in typeof(TOptions).GetProperties())
            {
                var value = property.GetValue(options);
                if (Attribute.GetCustomAttribute(property, typeof(RangeAttribute)) is RangeAttribute range && !range.IsValid(value))
                    failures.Add($"{section}:{property.Name} is {value}; expected {range.Minimum} to {range.Maximum}.");
            }
            return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
        }
    }
}
