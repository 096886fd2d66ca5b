using System.Reflection;
using Microsoft.AspNetCore.SignalR;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>
/// A private room is refused to all but its members like one that does not exist, by every method of the hub. The stores' conformance
/// suite holds that both take the same statements.
/// </summary>
public sealed class HiddenRoomTests : IDisposable
{
    private const string Hidden = "hidden";
    private const string None = "absent";

    private readonly ChatServer _server = new(new() { ["Chat:Rooms:Create"] = "Server" }, HookedStore.Register);

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Every_method_refuses_a_private_room_like_none()
    {
        var (owner, kicked) = (await _server.GuestAsync("owner"), await _server.GuestAsync("kicked"));
        await _server.Get<IMessageStore>().ProvisionAsync(Hidden, [Of(owner), Of(kicked)], 0);
        await using var alice = await TestClient.ConnectAsync(_server, owner, "json");
        await using var mallory = await _server.ConnectAsync("mallory");
        await using var former = await TestClient.ConnectAsync(_server, kicked, "messagepack");
        await alice.JoinAsync(Hidden);
        await former.JoinAsync(Hidden);
        await alice.SendAsync(Hidden, "secret", HubRequests.MessageId);
        var kick = new KickMemberRequest { Room = Hidden, UserId = kicked.UserId };
        await alice.CallAsync<RemoveMemberResult>(nameof(IChatHub.KickMember), kick);
        Assert.Equal(RoomRemovalCodes.Kicked, (await former.NextAsync<RoomRemoval>()).Code);

        // Regression: a command of an outsider held the room's row, and waited for it.
        _server.Get<HookedStore>().BeforeCommit = () => throw new InvalidOperationException("No command of an outsider is queued.");
        foreach (var method in typeof(IChatHub).GetMethods().Where(method => RequestOf(method).GetProperty("Room") is not null))
        {
            foreach (var client in new[] { mallory, former })
            {
                var answers = new List<string>();
                foreach (var room in new[] { Hidden, None })
                    answers.Add((await AnswerAsync(client, method, room, owner.UserId)).Replace(room, "x", StringComparison.Ordinal));

                Assert.Equal(answers[1], answers[0]);
                // These say the same of every room that the user may not enter.
                if (method.Name is not (nameof(IChatHub.LeaveRoom) or nameof(IChatHub.UnsubscribeRoom) or nameof(IChatHub.CreateRoom)))
                    Assert.EndsWith("room-not-found: There is no room x.", answers[0], StringComparison.Ordinal);
            }
        }
    }

    private static async Task<string> AnswerAsync(TestClient client, MethodInfo method, string room, string userId)
    {
        try
        {
            await client.CallAsync(method.Name, HubRequests.Valid(RequestOf(method), room, userId));
            return "done";
        }
        catch (HubException refused)
        {
            return refused.Message;
        }
    }

    private static Type RequestOf(MethodInfo method) => method.GetParameters()[0].ParameterType;

    private static ChatUser Of(GuestTokenResult guest) => new() { UserId = guest.UserId, Name = guest.Name };
}
