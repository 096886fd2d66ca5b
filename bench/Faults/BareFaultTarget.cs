using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using SignalRChat.Contracts;

namespace SignalRChat.Bench.Faults;

/// <summary>
/// Nodes of the bare hub on the stock backplane. The clients are SignalR's, reconnect automatically without end, and join again
/// after each reconnect.
/// </summary>
internal sealed class BareFaultTarget(IReadOnlyList<Uri> nodes) : IFaultTarget
{
    public string Name => "stock backplane";

    public int Nodes => nodes.Count;

    public Task<IFaultClient> CreateAsync(int node, string protocol, Action<string> heard, CancellationToken cancellationToken) =>
        Task.FromResult<IFaultClient>(new Member(nodes[node], protocol, heard));

    private sealed class Member : IFaultClient, IRetryPolicy
    {
        private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(250);

        private readonly HubConnection _connection;
        private string? _room;

        public Member(Uri node, string protocol, Action<string> heard)
        {
            var builder = new HubConnectionBuilder().WithUrl(new Uri(node, ChatPaths.Hub)).WithAutomaticReconnect(this);
            if (protocol == "messagepack")
                builder.AddMessagePackProtocol();

            _connection = builder.Build();
            _connection.On<RoomUpdate>(nameof(IChatClient.RoomUpdated), update => heard(update.Messages[0].Text));
            _connection.Reconnected += _ => _room is null ? Task.CompletedTask : AskToJoinAsync(_room, CancellationToken.None);
        }

        public TimeSpan? NextRetryDelay(RetryContext retryContext) => _pause;

        public async Task ConnectAsync(CancellationToken cancellationToken)
        {
            while (_connection.State != HubConnectionState.Connected)
            {
                try
                {
                    await _connection.StartAsync(cancellationToken);
                }
                catch (Exception) when (!cancellationToken.IsCancellationRequested)
                {
                    // After any error the client tries again, and the time keeps running.
                    await Task.Delay(_pause, cancellationToken);
                }
            }
        }

        public Task JoinAsync(string room, CancellationToken cancellationToken)
        {
            _room = room;
            return AskToJoinAsync(room, cancellationToken);
        }

        public async Task<bool> SendAsync(string room, string text)
        {
            try
            {
                var request = new SendMessageRequest { Room = room, MessageId = Guid.CreateVersion7().ToString(), Text = text };
                await _connection.InvokeAsync<SendMessageResult>(nameof(IChatHub.SendMessage), request);
                return true;
            }
            catch (Exception failed) when (failed is HubException or InvalidOperationException or OperationCanceledException or IOException)
            {
                return false;
            }
        }

        public ValueTask DisposeAsync() => _connection.DisposeAsync();

        private async Task AskToJoinAsync(string room, CancellationToken cancellationToken)
        {
            while (true)
            {
                try
                {
                    await _connection.InvokeAsync<JoinRoomResult>(
                        nameof(IChatHub.JoinRoom), new JoinRoomRequest { Room = room }, cancellationToken);
                    return;
                }
                catch (HubException)
                {
                    await Task.Delay(_pause, cancellationToken);
                }
                catch (InvalidOperationException)
                {
                    // The connection is lost; the next one joins again.
                    return;
                }
            }
        }
    }
}
