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

    private readonly LogOfApp _log = new();
    private readonly FakeTimeProvider _time = new(new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task An_app_has_one_client_with_its_log_and_its_clock()
    {
        await using var services = new ServiceCollection()
            .AddSingleton<ILoggerFactory>(_log)
            .AddSingleton<TimeProvider>(_time)
            .AddChatClient(_ => new() { Url = _server })
            .BuildServiceProvider();

        var chat = services.GetRequiredService<ChatClient>();

        Assert.Same(chat, services.GetRequiredService<ChatClient>());
        Assert.Contains(typeof(ChatClient).FullName, _log.Categories);
        // A UUIDv7 begins with the time.
        var milliseconds = long.Parse(chat.NewMessageId().Replace("-", "")[..12], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        Assert.Equal(_time.GetUtcNow().ToUnixTimeMilliseconds(), milliseconds);
    }

    [Fact]
    public async Task What_the_options_set_is_not_replaced()
    {
        using var own = new LogOfApp();
        await using var services = new ServiceCollection()
            .AddSingleton<ILoggerFactory>(_log)
            .AddChatClient(new ChatClientOptions { Url = _server, LoggerFactory = own })
            .BuildServiceProvider();

        services.GetRequiredService<ChatClient>();

        Assert.Empty(_log.Categories);
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
