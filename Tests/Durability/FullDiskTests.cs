using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using SignalRChat.Contracts;
using SignalRChat.Faults.Cluster;
using SignalRChat.Testing.History;
using SignalRChat.Tests.Support;
using Xunit.Abstractions;

namespace SignalRChat.Tests.Durability;

public sealed partial class FullDiskTests(ITestOutputHelper output) : IDisposable
{
    // More than the disk can hold. Beyond its space, an acknowledged message would not be stored.
    private const int MostMessages = 2_000;
    private const int RefusedOnAFullDisk = 60;

    /// <summary>One a minute. On a busy machine the test may take more than one minute.</summary>
    private const int Stacks = 2;

    private readonly ServerDisk _disk = new();
    private readonly List<SendMessageResult> _acknowledged = [];
    private readonly List<string> _refused = [];

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task On_a_full_disk_sends_are_refused_and_the_same_ids_are_accepted_later()
    {
        await using var log = new StringWriter();
        await using var server = await ServerProcess.StartNewAsync(_disk.Path, log: TextWriter.Synchronized(log));
        await using var alice = await ConnectAsync(server.Url);
        for (var i = 0; i < 10; i++)
            await SendAsync(alice, TestClient.NewId());
        Assert.Empty(_refused);

        _disk.Fill(server);
        for (var i = 0; i < MostMessages && _refused.Count < RefusedOnAFullDisk; i++)
            await SendAsync(alice, TestClient.NewId());
        Assert.Equal(RefusedOnAFullDisk, _refused.Count);
        var whileFull = _acknowledged.Count;
        AssertStored(await DiskCopy.ReadAsync(_disk.Path));

        _disk.Free(server);
        foreach (var id in _refused.ToArray())
            await SendAsync(alice, id);

        output.WriteLine(
            $"{(_disk.IsMounted ? "A small disk" : "A limit on files")}: {whileFull} acknowledged until "
            + $"{_refused.Count} were refused, {_acknowledged.Count} in the end");
        Assert.Equal(RefusedOnAFullDisk, _refused.Count);
        Assert.Equal(0, (await server.TerminateAsync()).Code);
        // Regression: each rejected send logged a stack trace.
        Assert.InRange(StackOfRefusal().Count(log.ToString()), 1, Stacks);
        AssertStored(await TruthReader.ReadSqliteAsync(_disk.Path));
        Assert.Equal(_refused, _acknowledged.TakeLast(RefusedOnAFullDisk).Select(sent => sent.MessageId));
    }

    private static async Task<HubConnection> ConnectAsync(Uri server)
    {
        var guest = await Guests.SignInAsync(server, "alice");
        var connection = new HubConnectionBuilder()
            .WithUrl(
                new Uri(server, ChatPaths.Hub), options => options.AccessTokenProvider = () => Task.FromResult<string?>(guest.AccessToken))
            .Build();
        await connection.StartAsync().WaitAsync(TestClient.Deadline);
        await connection.InvokeAsync(nameof(IChatHub.JoinRoom), new JoinRoomRequest { Room = "lobby" }).WaitAsync(TestClient.Deadline);
        return connection;
    }

    private async Task SendAsync(HubConnection connection, string messageId)
    {
        try
        {
            var request = new SendMessageRequest { Room = "lobby", MessageId = messageId, Text = new string('x', ChatLimits.TextLength) };
            _acknowledged.Add(await connection
                .InvokeAsync<SendMessageResult>(nameof(IChatHub.SendMessage), request)
                .WaitAsync(TestClient.Deadline));
        }
        catch (HubException refused)
        {
            Assert.Matches(Refusal(), refused.Message);
            _refused.Add(messageId);
        }
    }

    private void AssertStored(Truth stored)
    {
        var room = Assert.Single(stored.Rooms);
        Assert.Equal(
            _acknowledged.Select(sent => (sent.Sequence, sent.MessageId)),
            room.Messages.Select(message => (message.Sequence, message.MessageId)));
        Assert.Equal(_acknowledged.Count, room.Head);
    }

    [GeneratedRegex(@"^ +at SignalRChat\.Services\.Log\.BatchCommitter\.StoreAsync", RegexOptions.Multiline)]
    private static partial Regex StackOfRefusal();

    [GeneratedRegex(@"HubException: storage-unavailable: .+ Retry after \d+ ms\.$")]
    private static partial Regex Refusal();
}
