using SignalRChat.Client;
using SignalRChat.Contracts;
using SignalRChat.Tests.Client.Support;

namespace SignalRChat.Tests.Client;

public sealed class SendTests
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(ChatProtocol.Json)]
    [InlineData(ChatProtocol.MessagePack)]
    public async Task A_send_cut_before_or_after_it_was_stored_is_repeated_with_its_id(ChatProtocol protocol)
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await AppClient.ConnectAsync(server, protocol);
        await client.Chat.JoinAsync("lobby");
        server.Faults.CutBefore(nameof(IChatHub.SendMessage));
        server.Faults.CutAfter(nameof(IChatHub.SendMessage));

        var first = await client.Chat.SendAsync("lobby", "once").WaitAsync(_deadline);

        Assert.True(first.Duplicate);
        Assert.Equal(3, server.Sends.Count);
        Assert.Single(server.Sends.Select(send => send.MessageId).Distinct());
        await client.UntilCaughtUpAsync(server.Room("lobby"));
        Assert.Equal([1], client.Revisions);
    }

    [Theory]
    [InlineData(ChatErrorCodes.Busy)]
    [InlineData(ChatErrorCodes.StorageUnavailable)]
    [InlineData(ChatErrorCodes.NodeDraining)]
    public async Task A_send_that_may_be_retried_is_retried(string code)
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await AppClient.ConnectAsync(server);
        server.Faults.Refuse(nameof(IChatHub.SendMessage), $"{code}: Not now. Retry after 20 ms.");
        server.Faults.Refuse(nameof(IChatHub.SendMessage), $"{code}: Not now. Retry after 20 ms.");

        var sent = await client.Chat.SendAsync("lobby", "patience").WaitAsync(_deadline);

        Assert.Equal((1, false), (sent.Sequence, sent.Duplicate));
    }

    /// <summary>
    /// Regression: the server refuses the calls of a connection whose token was revoked, until it closes it. A send was lost although the
    /// user could return with another token.
    /// </summary>
    [Fact]
    public async Task A_send_that_is_refused_because_the_connection_ends_waits_for_the_next()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await AppClient.ConnectAsync(server);
        server.Faults.Refuse(nameof(IChatHub.JoinRoom), "invalid-token: The token was revoked; connect with another one.");
        server.Faults.Refuse(nameof(IChatHub.SendMessage), "invalid-token: The token was revoked; connect with another one.");

        var sent = client.Chat.SendAsync("lobby", "waits");
        await client.Chat.JoinAsync("lobby").WaitAsync(_deadline);

        Assert.Equal(1, (await sent.WaitAsync(_deadline)).Sequence);
    }

    [Fact]
    public async Task A_permanent_refusal_fails_that_send_and_not_the_one_behind_it()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await AppClient.ConnectAsync(server);
        server.Faults.Refuse(nameof(IChatHub.SendMessage), "text-too-long: The text has 5,000 characters.");

        var first = client.Chat.SendAsync("lobby", "too long");
        var second = client.Chat.SendAsync("lobby", "fine");

        Assert.Equal(ChatErrorCodes.TextTooLong, (await Assert.ThrowsAsync<ChatRefusedException>(() => first)).Code);
        Assert.Equal(1, (await second.WaitAsync(_deadline)).Sequence);
    }

    [Fact]
    public async Task A_text_that_could_not_be_framed_is_refused_here_and_does_not_end_the_connection()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await AppClient.ConnectAsync(server);

        var refused = await Assert.ThrowsAsync<ChatRefusedException>(() => client.Chat.SendAsync("lobby", new string('x', 100_001)));

        Assert.Equal(ChatErrorCodes.TextTooLong, refused.Code);
        Assert.Empty(server.Sends);
    }

    [Fact]
    public async Task Sends_to_a_room_go_out_in_order_and_one_at_a_time()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await AppClient.ConnectAsync(server);
        server.Faults.Refuse(nameof(IChatHub.SendMessage), "busy: Not now. Retry after 20 ms.");
        server.Faults.CutAfter(nameof(IChatHub.SendMessage));

        var sent = await Task.WhenAll(Enumerable.Range(1, 30).Select(n => client.Chat.SendAsync("lobby", $"{n}"))).WaitAsync(_deadline);

        Assert.Equal(Enumerable.Range(1, 30).Select(n => (long)n), sent.Select(result => result.Sequence));
        Assert.Equal(Enumerable.Range(1, 30).Select(n => $"{n}"), server.Room("lobby").Stored.Select(message => message.Text));
    }

    [Fact]
    public async Task A_send_while_offline_waits_for_the_connection()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await AppClient.ConnectAsync(server);
        await client.Chat.JoinAsync("lobby");
        await server.StopAsync();
        await client.UntilAsync(() => client.States.Any(change => change.State == ChatConnectionState.Reconnecting));

        var sent = client.Chat.SendAsync("lobby", "later");
        Assert.Equal(1, client.Chat.PendingCount);
        await server.StartAgainAsync();

        Assert.Equal(1, (await sent.WaitAsync(_deadline)).Sequence);
        Assert.Equal(0, client.Chat.PendingCount);
    }

    [Fact]
    public async Task A_full_outbox_refuses_at_once()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = new AppClient(AppClient.Options(server) with { OutboxLimit = 1 });
        await client.Chat.ConnectAsync();
        var answer = new TaskCompletionSource();
        _ = server.Faults.Hold(nameof(IChatHub.SendMessage), answer.Task);
        var first = client.Chat.SendAsync("lobby", "first");

        await Assert.ThrowsAsync<ChatOutboxFullException>(() => client.Chat.SendAsync("lobby", "second"));

        answer.SetResult();
        await first.WaitAsync(_deadline);
    }

    [Fact]
    public async Task A_full_outbox_can_let_wait_and_keeps_the_order()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = new AppClient(AppClient.Options(server) with { OutboxLimit = 2, OutboxFull = OutboxFullMode.Wait });
        await client.Chat.ConnectAsync();
        var answer = new TaskCompletionSource();
        var come = server.Faults.Hold(nameof(IChatHub.SendMessage), answer.Task);
        using var giveUp = new CancellationTokenSource();

        var sends = Enumerable.Range(1, 10)
            .Select(n => client.Chat.SendAsync("lobby", $"{n}", cancellationToken: n == 7 ? giveUp.Token : default))
            .ToArray();
        await come.WaitAsync(_deadline);
        Assert.Equal(2, client.Chat.PendingCount);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sends[6]);
        answer.SetResult();

        await Task.WhenAll(sends.Where((_, n) => n != 6)).WaitAsync(_deadline);
        Assert.Equal(["1", "2", "3", "4", "5", "6", "8", "9", "10"], server.Room("lobby").Stored.Select(message => message.Text));
    }

    [Fact]
    public async Task What_waits_at_a_full_outbox_learns_that_the_client_is_disposed_of()
    {
        await using var server = await FakeServer.StartAsync();
        var client = new AppClient(AppClient.Options(server) with { OutboxLimit = 1, OutboxFull = OutboxFullMode.Wait });
        await client.Chat.ConnectAsync();
        var never = new TaskCompletionSource();
        var come = server.Faults.Hold(nameof(IChatHub.SendMessage), never.Task);
        var sends = Enumerable.Range(1, 5).Select(n => client.Chat.SendAsync("lobby", $"{n}")).ToArray();
        await come.WaitAsync(_deadline);

        await client.DisposeAsync();

        foreach (var send in sends)
            await Assert.ThrowsAsync<ChatDisconnectedException>(() => send.WaitAsync(_deadline));
        never.SetResult();
    }

    [Fact]
    public async Task A_send_that_is_given_up_lets_the_next_one_go()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await AppClient.ConnectAsync(server);
        var never = new TaskCompletionSource();
        var come = server.Faults.Hold(nameof(IChatHub.SendMessage), never.Task);
        using var giveUp = new CancellationTokenSource();

        var first = client.Chat.SendAsync("lobby", "first", cancellationToken: giveUp.Token);
        var second = client.Chat.SendAsync("lobby", "second");
        await come.WaitAsync(_deadline);
        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await second.WaitAsync(_deadline);
        never.SetResult();
    }

    [Fact]
    public async Task Disposing_fails_what_waits()
    {
        await using var server = await FakeServer.StartAsync();
        var client = await AppClient.ConnectAsync(server);
        var never = new TaskCompletionSource();
        var come = server.Faults.Hold(nameof(IChatHub.SendMessage), never.Task);
        var sent = client.Chat.SendAsync("lobby", "text");
        await come.WaitAsync(_deadline);

        await client.DisposeAsync().AsTask().WaitAsync(_deadline);

        await Assert.ThrowsAsync<ChatDisconnectedException>(() => sent.WaitAsync(_deadline));
        never.SetResult();
    }
}
