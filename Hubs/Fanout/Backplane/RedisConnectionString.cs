using Microsoft.Extensions.Options;
using SignalRChat.Services.Storage;
using StackExchange.Redis;

namespace SignalRChat.Hubs.Fanout.Backplane;

/// <summary><c>ConnectionStrings:Redis</c>, in the form of StackExchange.Redis. It may hold a password: nobody repeats it, nor what its parser says of it.</summary>
internal static class RedisConnectionString
{
    public const string Key = $"{ConnectionStringOptions.SectionName}:{nameof(ConnectionStringOptions.Redis)}";

    /// <summary>Whether the node is one of many. An empty value is somebody's mistake and not a single node.</summary>
    public static bool IsSet(IConfiguration configuration) => configuration[Key] is not null;

    /// <summary>None when it cannot be read.</summary>
    public static ConfigurationOptions? Read(string text)
    {
        try
        {
            // A URL would be taken for the name of a host, password and all.
            var read = text.Contains("://", StringComparison.Ordinal) ? null : ConfigurationOptions.Parse(text);
            return read?.EndPoints.Count > 0 ? read : null;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException or OverflowException)
        {
            return null;
        }
    }
}

internal sealed class RedisConnectionStringValidator : IValidateOptions<ConnectionStringOptions>
{
    public ValidateOptionsResult Validate(string? name, ConnectionStringOptions options) =>
        options.Redis is null || RedisConnectionString.Read(options.Redis) is not null
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{RedisConnectionString.Key} cannot be read; expected the form redis.example:6380,password=…,ssl=true of StackExchange.Redis, or no such key for a single node.");
}
