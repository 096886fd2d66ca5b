using System.ComponentModel.DataAnnotations;

namespace SignalRChat.Common;

/// <summary>Options with rules beyond the range of one value.</summary>
internal interface ICheckedOptions
{
    /// <summary>Returns a sentence for each broken rule: it names the key, the value and what was expected.</summary>
    IEnumerable<string> Problems();
}

/// <summary>Options that read the configuration themselves, because the binder would ignore some mistakes.</summary>
internal interface IReadOptions
{
    void Read(IConfiguration configuration);
}

/// <summary>
/// Options that are checked at start: a bad one stops the start with a sentence that names the key, the value and what was expected.
/// </summary>
internal static class CheckedOptions
{
    public static OptionsBuilder<TOptions> AddCheckedOptions<TOptions>(
        this IServiceCollection services, IConfiguration configuration, string section)
        where TOptions : class
    {
        services.AddSingleton<IValidateOptions<TOptions>>(new Validator<TOptions>(section));
        return services.AddOptions<TOptions>().Configure(options => Read(configuration, section, options)).ValidateOnStart();
    }

    private static void Read<TOptions>(IConfiguration configuration, string section, TOptions options)
    {
        if (options is IReadOptions reader)
        {
            reader.Read(configuration);
            return;
        }

        try
        {
            configuration.GetSection(section).Bind(options);
        }
        catch (InvalidOperationException unreadable)
        {
            // Its sentence names the key, the value and the type that was expected.
            throw new OptionsValidationException(section, typeof(TOptions), [unreadable.Message]);
        }
    }

    private sealed class Validator<TOptions>(string section) : IValidateOptions<TOptions>
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
            if (options is ICheckedOptions rules)
                failures.AddRange(rules.Problems());
            return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
        }
    }
}
