using SignalRChat.Hubs.Fanout.Backplane;
using SignalRChat.Services.Storage;

namespace SignalRChat.Tests.Hubs.Fanout.Backplane;

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
        var answer = new RedisConnectionStringValidator().Validate(null, new ConnectionStringOptions { Redis = text });

        Assert.StartsWith("ConnectionStrings:Redis cannot be read; expected ", answer.FailureMessage, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, answer.FailureMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("redis.example:6379")]
    [InlineData("one:6379,two:6379,password=hush,ssl=true,sslHost=redis.example,channelPrefix=chat")]
    public void What_can_be_read_is_taken(string text) => Assert.NotNull(RedisConnectionString.Read(text));
}
