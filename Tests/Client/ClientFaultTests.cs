using System.Text.Json;
using SignalRChat.Client;
using SignalRChat.Tests.Client.Support;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Client;

/// <summary>
/// Regression: the client took a fault of the app or its build for a lost connection and retried without end. In a trimmed app
/// a join never completed.
/// </summary>
public sealed class ClientFaultTests : IDisposable
{
    private static readonly JsonSerializerOptions _jsonless = new() { TypeInfoResolver = ClientJsonless.Instance };

    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(20);

    private readonly ChatServer _server = new();
    private int _asked;

    public void Dispose() => _server.Dispose();

    public static TheoryData<string> Faults =>
    [
        "NotSupported", "MissingMethod", "TypeLoad", "TypeInitialization", "NullReference", "BadImage", "assembly",
        "JSON without reflection", "header",
    ];

    public static TheoryData<string> Passing => ["HttpRequest", "IO", "file", "InvalidOperation", "ObjectDisposed", "Json", "frame"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_of_the_app_stops_the_client_and_is_not_tried_again(string kind)
    {
        await using var client = new AppClient(Options(_ => Throws(kind)));
        var joining = client.Chat.JoinAsync("lobby");

        var fault = await Assert.ThrowsAsync<ChatClientFaultException>(() => client.Chat.ConnectAsync().WaitAsync(_deadline));

        Assert.NotNull(fault.InnerException);
        Assert.Equal((ChatConnectionState.Closed, 1), (client.Chat.State, _asked));
        await Assert.ThrowsAnyAsync<Exception>(() => joining.WaitAsync(_deadline));
        var again = await Assert.ThrowsAsync<ChatClientFaultException>(() => client.Chat.SendAsync("lobby", "text").WaitAsync(_deadline));
        Assert.Same(fault, again);
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task What_may_pass_is_tried_again(string kind)
    {
        var token = (await _server.GuestAsync("alice")).AccessToken;
        await using var client = new AppClient(Options(_ => _asked == 1 ? Throws(kind) : Task.FromResult<string?>(token)));

        await client.Chat.ConnectAsync().WaitAsync(_deadline);

        Assert.InRange(_asked, 2, int.MaxValue);
    }

    [Fact]
    public async Task An_address_that_cannot_be_asked_stops_the_client()
    {
        await using var client = new AppClient(new() { Url = new("ftp://127.0.0.1/") });

        await Assert.ThrowsAsync<ChatClientFaultException>(() => client.Chat.ConnectAsync().WaitAsync(_deadline));
    }

    private ChatClientOptions Options(Func<CancellationToken, Task<string?>> provider) => new()
    {
        Url = _server.Url,
        Backoff = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1), () => 1),
        AccessTokenProvider = cancellationToken =>
        {
            _asked++;
            return provider(cancellationToken);
        },
    };

    private static Task<string?> Throws(string kind) => kind switch
    {
        "NotSupported" => throw new NotSupportedException("No."),
        "MissingMethod" => throw new MissingMethodException("No."),
        "TypeLoad" => throw new TypeLoadException("No."),
        "TypeInitialization" => throw new TypeInitializationException("No", new IOException("No.")),
        "NullReference" => Task.FromResult<string?>(Unset!.ToLowerInvariant()),
        "BadImage" => throw new BadImageFormatException("No."),
        "assembly" => throw new FileNotFoundException("No.", "Gone, Version=1.0.0.0, Culture=neutral"),
        "JSON without reflection" => Task.FromResult<string?>(JsonSerializer.Serialize(new { Name = "alice" }, _jsonless)),
        "header" => Task.FromResult<string?>("not\na header"),
        "HttpRequest" => throw new HttpRequestException("Later."),
        "IO" => throw new IOException("Later."),
        "file" => throw new FileNotFoundException("Later.", "token.txt"),
        "InvalidOperation" => throw new InvalidOperationException("Later."),
        "ObjectDisposed" => throw new ObjectDisposedException("Later."),
        "frame" => throw new InvalidDataException("Later.", new MessagePack.MessagePackSerializationException("No.")),
        "Json" => Task.FromResult(JsonSerializer.Deserialize<string>("<html>")),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static string? Unset => null;

    private sealed class ClientJsonless : System.Text.Json.Serialization.Metadata.IJsonTypeInfoResolver
    {
        public static readonly ClientJsonless Instance = new();

        public System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) => null;
    }
}
