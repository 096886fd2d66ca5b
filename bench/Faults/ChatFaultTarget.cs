using SignalRChat.Client;
using SignalRChat.Contracts;

namespace SignalRChat.Bench.Faults;

/// <summary>Nodes of the chat server. The clients use the client library as an app does.</summary>
internal sealed class ChatFaultTarget(IReadOnlyList<Uri> nodes) : IFaultTarget
{
    public string Name => "SignalRChat";

    public int Nodes => nodes.Count;

    public async Task<IFaultClient> CreateAsync(int node, string protocol, Action<string> heard, CancellationToken cancellationToken)
    {
        var guest = await Guests.SignInAsync(nodes[node], "fault", cancellationToken);
        return new Member(nodes[node], guest.AccessToken, protocol, heard);
    }

    private sealed class Member : IFaultClient
    {
        private readonly ChatClient _chat;

        public Member(Uri node, string token, string protocol, Action<string> heard)
        {
            _chat = new ChatClient(new ChatClientOptions
            {
                Url = node,
                AccessTokenProvider = _ => Task.FromResult<string?>(token),
                Protocol = protocol == "json" ? ChatProtocol.Json : ChatProtocol.MessagePack,
            });
            _chat.MessagesChanged += changes => Tell(changes.Messages, heard);
            _chat.RoomReset += reset => Tell(reset.Messages, heard);
        }

        public Task ConnectAsync(CancellationToken cancellationToken) => _chat.ConnectAsync(cancellationToken);

        public Task JoinAsync(string room, CancellationToken cancellationToken) =>
            _chat.JoinAsync(room, after: 0, cancellationToken: cancellationToken);

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

        private static Task Tell(IReadOnlyList<ChatMessage> messages, Action<string> heard)
        {
            foreach (var message in messages)
                heard(message.Text);

            return Task.CompletedTask;
        }
    }
}
