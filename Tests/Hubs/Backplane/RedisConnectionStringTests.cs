using SignalRChat.Hubs.Backplane;
using SignalRChat.Services.Storage;

namespace SignalRChat.Tests.Hubs.Backplane;

public sealed class RedisConnectionStringTests
{
    private const string Secret = "hush";

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData($"password={Secret}")]
    [InlineData($"redis.example:6379,pasword={Secret}")]
    [InlineData($"redis.example:6379,password={Secret},ssl=perhaps")]
    [InlineData($"redis.example:6379,password={Secret},connectTimeout=99999999999")]
    [InlineData($"redis://:{Secret}@redis.example:6379")]
    public void What_cannot_be_read_is_refused_without_a_word_of_it(string text)
    {
        var problem = Assert.Single(RedisConnectionString.Problems(new ConnectionStringOptions { Redis = text }));

        Assert.StartsWith("ConnectionStrings:Redis cannot be read; expected ", problem, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, problem, StringComparison.Ordinal);
    }

    /// <summary>Regression: the parser took the rest of the password for a host, and the log contained half of it.</summary>
    [Theory]
    [InlineData($"redis.example:6379,password=abcd,{Secret}")]
    [InlineData($"redis.example:6379,user=chat,password={Secret},{Secret},ssl=true")]
    [InlineData($"redis.example:6379,password={Secret},,ssl=true")]
    [InlineData($"redis.example:6379,Password={Secret},")]
    [InlineData($"redis.example:6379,password=, {Secret}")]
    [InlineData($"redis.example:6379,user={Secret},{Secret}:1,password=x")]
    public void A_comma_in_the_password_is_refused_with_the_key_that_takes_it(string text)
    {
        var problem = Assert.Single(RedisConnectionString.Problems(new ConnectionStringOptions { Redis = text }));

        Assert.StartsWith(
            "ConnectionStrings:Redis has text after its options that is not an option; ",
            problem,
            StringComparison.Ordinal);
        Assert.EndsWith("goes into ConnectionStrings:RedisPassword.", problem, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, Secret, "ConnectionStrings:RedisPassword is set and ConnectionStrings:Redis is not; ")]
    [InlineData("redis.example", " ", "ConnectionStrings:RedisPassword is empty; ")]
    [InlineData(
        $"redis.example,password={Secret}",
        Secret,
        "ConnectionStrings:RedisPassword is set and ConnectionStrings:Redis contains a password too; ")]
    public void A_password_that_cannot_be_meant_is_refused(string? text, string password, string sentence)
    {
        var options = new ConnectionStringOptions { Redis = text, RedisPassword = password };
        var problem = Assert.Single(RedisConnectionString.Problems(options));

        Assert.StartsWith(sentence, problem, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("redis.example:6379")]
    [InlineData("one:6379,two:6379,password=hush,ssl=true,sslHost=redis.example,channelPrefix=chat")]
    public void What_can_be_read_is_taken(string text) => Assert.NotNull(RedisConnectionString.Read(text));
}
