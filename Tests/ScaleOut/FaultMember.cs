using SignalRChat.Client;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.ScaleOut;

/// <summary>A user of one node, who uses the client library as an app does and passes what arrives to a callback.</summary>
internal sealed class FaultMember : IAsyncDisposable
{
    private readonly ChatClient _chat;

    private FaultMember(Uri node, string token, ChatProtocol protocol, Action<string> received)
    {
        _chat = new ChatClient(new ChatClientOptions
        {
            Url = node,
            AccessTokenProvider = _ => Task.FromResult<string?>(token),
            Protocol = protocol,
        });
        _chat.MessagesChanged += changes => PassAsync(changes.Messages, received);
        _chat.RoomReset += reset => PassAsync(reset.Messages, received);
    }

    public static async Task<FaultMember> CreateAsync(Uri node, ChatProtocol protocol, Action<string> received)
    {
        var guest = await Guests.SignInAsync(node, "fault");
        return new FaultMember(node, guest.AccessToken, protocol, received);
    }

    public Task ConnectAsync(CancellationToken cancellationToken) => _chat.ConnectAsync(cancellationToken);

    public Task JoinAsync(string room, CancellationToken cancellationToken) =>
        _chat.JoinAsync(room, after: 0, cancellationToken: cancellationToken);

    /// <summary>Returns false if the server did not accept the message.</summary>
    public async Task<bool> SendAsync(string room, string text)
    {
        try
        {
            await _chat.SendAsync(room, text);
            return true;
        }
        catch (Exception refused) when (refused is ChatRefusedException or ChatDisconnectedException)
        {
            return false;
        }
    }

    public ValueTask DisposeAsync() => _chat.DisposeAsync();

    private static Task PassAsync(IReadOnlyList<ChatMessage> messages, Action<string> received)
    {
        foreach (var message in messages)
            received(message.Text);
        return Task.CompletedTask;
    }
}
