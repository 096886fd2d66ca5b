using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using SignalRChat.Contracts;
using SignalRChat.Tests.Contracts;

namespace SignalRChat.Tests.Support;

/// <summary>
/// A WebSocket that sends any bytes as any type of message, and reads the server's messages until the close. It uses SignalR's
/// parsers.
/// </summary>
internal sealed class FrameClient : IDisposable
{
    private const byte RecordEnd = 0x1e;

    private readonly ClientWebSocket _socket = new();
    private readonly string _protocol;
    private readonly List<byte> _unread = [];

    private FrameClient(string protocol) => _protocol = protocol;

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public string? CloseReason => _socket.CloseStatusDescription;

    public WebSocketMessageType FrameType => _protocol == "json" ? WebSocketMessageType.Text : WebSocketMessageType.Binary;

    /// <summary>Opens the WebSocket, and if <paramref name="handshake"/> is set, the hub connection on it.</summary>
    public static async Task<FrameClient> ConnectAsync(ChatServer server, string protocol, bool handshake = true)
    {
        using var deadline = new CancellationTokenSource(TestClient.Deadline);
        var client = new FrameClient(protocol);
        var guest = await server.GuestAsync("raw");
        client._socket.Options.SetRequestHeader("Authorization", $"Bearer {guest.AccessToken}");
        var address = new UriBuilder(new Uri(server.Url, ChatPaths.Hub)) { Scheme = "ws" };
        await client._socket.ConnectAsync(address.Uri, deadline.Token);
        if (handshake)
        {
            await client.SendAsync($$"""{"protocol":"{{protocol}}","version":1}""" + (char)RecordEnd, WebSocketMessageType.Text);
            Assert.Equal("{}", await client.HandshakeAnswerAsync());
        }
        return client;
    }

    public Task SendAsync(string text, WebSocketMessageType type) => SendAsync(Encoding.UTF8.GetBytes(text), type);

    public async Task SendAsync(byte[] bytes, WebSocketMessageType type)
    {
        using var deadline = new CancellationTokenSource(TestClient.Deadline);
        await _socket.SendAsync(bytes, type, endOfMessage: true, deadline.Token);
    }

    /// <summary>
    /// Reads the answer to the handshake, which is JSON in both protocols; null if the server closed without one.
    /// </summary>
    public async Task<string?> HandshakeAnswerAsync()
    {
        while (!_unread.Contains(RecordEnd))
        {
            if (!await ReadSomeAsync())
                return null;
        }
        var end = _unread.IndexOf(RecordEnd);
        var answer = Encoding.UTF8.GetString([.. _unread[..end]]);
        _unread.RemoveRange(0, end + 1);
        return answer;
    }

    /// <summary>Reads the server's messages up to its close. Closes its own side at the close record, as clients do.</summary>
    public async Task<(SessionEnd? Ending, CloseMessage? Close)> ReadToCloseAsync()
    {
        (SessionEnd? Ending, CloseMessage? Close) said = default;
        do
        {
            foreach (var message in TakeMessages())
            {
                if (message is InvocationMessage { Target: nameof(IChatClient.SessionEnding), Arguments: [SessionEnd ending] })
                    said.Ending = ending;
                if (message is not CloseMessage close)
                    continue;
                said.Close = close;
                await EndAsync();
            }
        }
        while (await ReadSomeAsync());
        return said;
    }

    /// <summary>Closes its own side.</summary>
    public Task EndAsync() =>
        _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None).WaitAsync(TestClient.Deadline);

    public void Dispose() => _socket.Dispose();

    private async Task<bool> ReadSomeAsync()
    {
        using var deadline = new CancellationTokenSource(TestClient.Deadline);
        var buffer = new byte[4096];
        var read = await _socket.ReceiveAsync(buffer.AsMemory(), deadline.Token);
        _unread.AddRange(buffer.AsSpan(0, read.Count));
        return read.MessageType != WebSocketMessageType.Close;
    }

    private List<HubMessage> TakeMessages()
    {
        var messages = new List<HubMessage>();
        var input = new ReadOnlySequence<byte>([.. _unread]);
        while (ServerProtocol.Named(_protocol).TryRead(ref input, new Binder()) is { } message)
            messages.Add(message);
        _unread.Clear();
        _unread.AddRange(input.ToArray());
        return messages;
    }

    private sealed class Binder : IInvocationBinder
    {
        public IReadOnlyList<Type> GetParameterTypes(string methodName) =>
            [.. typeof(IChatClient).GetMethod(methodName)!.GetParameters().Select(parameter => parameter.ParameterType)];

        public Type GetReturnType(string invocationId) => typeof(object);

        public Type GetStreamItemType(string streamId) => throw new NotSupportedException();
    }
}
