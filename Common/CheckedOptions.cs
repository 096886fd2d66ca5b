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
        where TOptions : class => services.AddOptions<TOptions>()
            .Configure(options => Read(configuration, section, options))
            .Check(options => Problems(section, options))
            .ValidateOnStart();

    /// <summary>Adds rules that the options cannot check themselves: those of a layer above, or with other options.</summary>
    public static OptionsBuilder<TOptions> Check<TOptions>(
        this OptionsBuilder<TOptions> options, Func<TOptions, IEnumerable<string>> problems)
        where TOptions : class
    {
        options.Services.AddSingleton<IValidateOptions<TOptions>>(new Validator<TOptions>(problems));
        return options;
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

    private static List<string> Problems<TOptions>(string section, TOptions options)
    {
        List<string> problems = [];
        foreach (var property in typeof(TOptions).GetProperties())
        {
            var value = property.GetValue(options);
            if (Attribute.GetCustomAttribute(property, typeof(RangeAttribute)) is RangeAttribute range && !range.IsValid(value))
                problems.Add($"{section}:{property.Name} is {value}; expected {range.Minimum} to {range.Maximum}.");
        }
        if (options is ICheckedOptions rules)
            problems.AddRange(rules.Problems());
        return problems;
    }

    private sealed class Validator<TOptions>(Func<TOptions, IEnumerable<string>> problems) : IValidateOptions<TOptions>
        where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options)
        {
            string[] found = [.. problems(options)];
            return found.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
        }
    }
}
