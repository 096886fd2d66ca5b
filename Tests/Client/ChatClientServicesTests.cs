using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Client;

namespace SignalRChat.Tests.Client;

public sealed class ChatClientServicesTests
{
    private static readonly Uri _server = new("http://chat.example");

    [Fact]
    public async Task An_app_has_one_client_with_its_log_and_its_clock()
    {
        using var log = new LogOfApp();
        var time = new FakeTimeProvider(new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
        await using var services = new ServiceCollection()
            .AddSingleton<ILoggerFactory>(log)
            .AddSingleton<TimeProvider>(time)
            .AddChatClient(_ => new() { Url = _server })
            .BuildServiceProvider();

        var chat = services.GetRequiredService<ChatClient>();

        Assert.Same(chat, services.GetRequiredService<ChatClient>());
        Assert.Contains(typeof(ChatClient).FullName, log.Categories);
        // A UUIDv7 begins with the time.
        var milliseconds = long.Parse(chat.NewMessageId().Replace("-", "")[..12], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        Assert.Equal(time.GetUtcNow().ToUnixTimeMilliseconds(), milliseconds);
    }

    [Fact]
    public async Task What_the_options_set_is_not_replaced()
    {
        using var log = new LogOfApp();
        using var own = new LogOfApp();
        await using var services = new ServiceCollection()
            .AddSingleton<ILoggerFactory>(log)
            .AddChatClient(new ChatClientOptions { Url = _server, LoggerFactory = own })
            .BuildServiceProvider();

        services.GetRequiredService<ChatClient>();

        Assert.Empty(log.Categories);
        Assert.Contains(typeof(ChatClient).FullName, own.Categories);
    }

    [Fact]
    public async Task An_app_without_a_log_or_a_clock_gets_a_client_too()
    {
        await using var services = new ServiceCollection().AddChatClient(new ChatClientOptions { Url = _server }).BuildServiceProvider();

        Assert.Equal(ChatConnectionState.Disconnected, services.GetRequiredService<ChatClient>().State);
    }

    private sealed class LogOfApp : ILoggerFactory
    {
        public List<string?> Categories { get; } = [];

        public ILogger CreateLogger(string categoryName)
        {
            Categories.Add(categoryName);
            return NullLogger.Instance;
        }

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
            // It holds nothing.
        }
    }
}
