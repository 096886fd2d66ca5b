using System.Diagnostics;
using System.Text.Json;
using SignalRChat.Client;
using SignalRChat.Contracts;
using SignalRChat.Services.RateLimiting;
using SignalRChat.Tests.Client.Support;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs.Transport.Budgets;

/// <summary>With the default rates, even the most active client is never slowed.</summary>
public sealed class TalkativeClientTests : IDisposable
{
    private const int Rooms = 40;
    private const int Devices = 4;
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(60);
    private static readonly RateLimitOptions _defaults = new();

    private readonly ChatServer _server = new(new()
    {
        ["Chat:RateLimits:Messages:Burst"] = $"{_defaults.Messages.Burst}",
        ["Chat:RateLimits:Rooms:Burst"] = $"{_defaults.Rooms.Burst}",
        ["Chat:RateLimits:Reads:Burst"] = $"{_defaults.Reads.Burst}",
        ["Chat:RateLimits:Typing:Burst"] = $"{_defaults.Typing.Burst}",
        ["Chat:RateLimits:Frames:Burst"] = $"{_defaults.Frames.Burst}",
        ["Chat:RateLimits:Bytes:Burst"] = $"{_defaults.Bytes.Burst}",
    });

    private readonly SlowedCount _slowed;

    public TalkativeClientTests() => _slowed = new SlowedCount(_server);

    public void Dispose()
    {
        _slowed.Dispose();
        _server.Dispose();
    }

    /// <summary>
    /// All devices of a user rejoin all their rooms at once, and send as many of the longest texts as the rate limits permit.
    /// </summary>
    [Theory]
    [InlineData(ChatProtocol.Json)]
    [InlineData(ChatProtocol.MessagePack)]
    public async Task The_dotnet_client_is_not_slowed(ChatProtocol protocol)
    {
        var guest = await _server.GuestAsync("alice");
        var devices = Enumerable.Range(0, Devices)
            .Select(_ => new AppClient(new()
            {
                Url = _server.Url,
                AccessTokenProvider = _ => Task.FromResult<string?>(guest.AccessToken),
                Protocol = protocol,
            }))
            .ToArray();
        await Task.WhenAll(devices.Select(device => device.Chat.ConnectAsync()));

        var joins = devices.SelectMany(device => Enumerable.Range(0, Rooms).Select(room => device.Chat.JoinAsync($"room{room}")));
        await Task.WhenAll(joins).WaitAsync(_deadline);
        var texts = Enumerable.Range(0, _defaults.Messages.Burst)
            .Select(number => new string((char)('a' + (number % 26)), ChatLimits.TextLength));
        var sends = Task.WhenAll(texts.Select((text, number) => devices[number % Devices].Chat.SendAsync("room0", text)));
        var reads = Task.WhenAll(Enumerable.Range(0, _defaults.Reads.Burst / 5)
            .Select(number => devices[number % Devices].Chat.GetHistoryAsync("room0", limit: 1)));
        await Task.WhenAll(sends, reads).WaitAsync(_deadline);

        Assert.Equal(0, _slowed.Value);
        Assert.All(devices, device => Assert.Empty(device.Endings));
        foreach (var device in devices)
            await device.DisposeAsync();
    }

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task The_JavaScript_client_is_not_slowed(string protocol)
    {
        var guest = await _server.GuestAsync("alice");
        var script = Path.Combine(RepositoryRoot.Path, "faults", "Workload", "Script", "member.mjs");
        var rooms = Enumerable.Range(0, Rooms).Select(room => $"room{room}");
        string[] line = ["--experimental-websocket", "--no-warnings", script, _server.Url.ToString(), protocol, .. rooms];
        using var node = Process.Start(new ProcessStartInfo("node", line) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        using var guard = new ProcessGuard(node.Id);
        try
        {
            await TalkAsync(node, guest.AccessToken).WaitAsync(_deadline);
        }
        finally
        {
            node.Kill();
        }

        Assert.Equal(0, _slowed.Value);
    }

    /// <summary>Sends after joining all rooms, and completes when all sends are answered.</summary>
    private static async Task TalkAsync(Process node, string token)
    {
        var (joined, answered) = (0, 0);
        while (answered < _defaults.Messages.Burst && await node.StandardOutput.ReadLineAsync() is { } line)
        {
            var received = JsonDocument.Parse(line).RootElement;
            if (received.TryGetProperty("asks", out _))
                await TellAsync(node, new { token });
            else if (received.TryGetProperty("joined", out _) && ++joined == Rooms)
                await SendAsync(node);
            else if (received.TryGetProperty("op", out _))
                answered += received.TryGetProperty("ok", out _) ? 1 : throw new InvalidOperationException(line);
            else if (received.TryGetProperty("reason", out var reason) && reason.ValueKind == JsonValueKind.String)
                throw new InvalidOperationException(line);
        }
        Assert.Equal(_defaults.Messages.Burst, answered);
    }

    private static async Task SendAsync(Process node)
    {
        var text = new string('x', ChatLimits.TextLength);
        for (var op = 0; op < _defaults.Messages.Burst; op++)
            await TellAsync(node, new { op, kind = "Post", room = "room0", messageId = $"{Guid.CreateVersion7()}", text });
    }

    private static Task TellAsync(Process node, object line) => node.StandardInput.WriteLineAsync(JsonSerializer.Serialize(line));
}
