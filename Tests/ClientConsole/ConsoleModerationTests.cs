using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.ClientConsole;

/// <summary>Kick, ban and roles from a console. The stores' conformance suite tests what the roles permit.</summary>
public sealed class ConsoleModerationTests : IDisposable
{
    private readonly ChatServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task An_owner_kicks_bans_lets_in_again_and_gives_a_role()
    {
        using var alice = await OwnerAsync();
        await using var bob = await JoinedAsync("Bob B");

        await alice.TypeAsync("/kick bob b\n");
        await alice.UntilAsync("""{"event":"kick","room":"lobby","userId":"guest-""");
        Assert.Equal(RoomRemovalCodes.Kicked, (await bob.NextAsync<RoomRemoval>()).Code);
        await bob.JoinAsync("lobby");

        await alice.TypeAsync($"/ban id:{bob.Guest.UserId}\n");
        await alice.UntilAsync("\"event\":\"ban\"");
        Assert.Equal(RoomRemovalCodes.Banned, (await bob.NextAsync<RoomRemoval>()).Code);

        await alice.TypeAsync("/unban @Bob B\n");
        await alice.UntilAsync("\"event\":\"unban\"");
        Assert.Equal(RoomRoles.Member, (await bob.JoinAsync("lobby")).Role);

        await alice.TypeAsync("/role Bob B moderator\n");
        await alice.UntilAsync("\"role\":\"moderator\"}");
        Assert.Equal(RoomRoles.Moderator, (await bob.JoinAsync("lobby")).Role);
        Assert.Equal(0, (await alice.EndAsync()).Code);
    }

    [Fact]
    public async Task A_name_means_the_same_person_in_either_Unicode_form()
    {
        using var alice = await OwnerAsync();
        await using var jose = await JoinedAsync("Jos\u00E9");

        await alice.TypeAsync("/kick JOSE\u0301\n");

        await alice.UntilAsync("""{"event":"kick","room":"lobby","userId":"guest-""");
        Assert.Equal(RoomRemovalCodes.Kicked, (await jose.NextAsync<RoomRemoval>()).Code);
        Assert.Equal(0, (await alice.EndAsync()).Code);
    }

    [Theory]
    [InlineData("/role id:nobody member", "!! member-not-found: lobby has no such member.")]
    [InlineData("/role alice member", "!! last-owner: lobby would have no owner; make another member an owner first.")]
    [InlineData("/kick alice", "!! forbidden: Only moderators and owners of lobby may do this, and only to members with a lower role.")]
    [InlineData("/leave\n/kick id:alice", "!! not-a-member: You are not a member of lobby; join it first.")]
    [InlineData("/ban id:", "!! invalid-argument: ")]
    public async Task A_refusal_of_the_server_is_shown_with_its_code_and_ends_with_six(string line, string sentence)
    {
        var (code, _, error) = await RunAsync("alice", line);

        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.Equal(6, code);
    }

    [Theory]
    [InlineData("/kick bob", "may do this, and only to members with a lower role")]
    [InlineData("/unban id:x", "!! forbidden: Only moderators and owners of lobby may lift bans.")]
    [InlineData("/role bob owner", "!! forbidden: Only owners of lobby may assign roles, and not to other owners.")]
    public async Task A_member_learns_which_role_may(string line, string sentence)
    {
        await using var bob = await JoinedAsync("bob");

        var (code, _, error) = await RunAsync("carol", line);

        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.Equal(6, code);
    }

    [Theory]
    [InlineData("/kick", "Usage: /kick WHO. Nothing was done.")]
    [InlineData("/role bob", "Usage: /role WHO ROLE; a role is owner, moderator or member. Nothing was done.")]
    [InlineData("/role bob king", "Usage: /role WHO ROLE; a role is owner, moderator or member. Nothing was done.")]
    [InlineData("/kick bbo", "No user called bbo is a member of #lobby. A user id works too: /kick id:USER-ID. Nothing was done.")]
    [InlineData("/unban bbo", "No user called bbo is known here. A user id works too: /unban id:USER-ID. Nothing was done.")]
    public async Task What_cannot_be_meant_is_not_tried_and_ends_with_two(string line, string sentence)
    {
        var (code, _, error) = await RunAsync("alice", line);

        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.Equal(2, code);
    }

    [Fact]
    public async Task A_name_that_two_have_is_not_guessed_at()
    {
        using var alice = await OwnerAsync();
        await using var bob = await JoinedAsync("bob");
        await using var other = await JoinedAsync("BOB");

        await alice.TypeAsync("/ban bob\n");
        var (code, output, error) = await alice.EndAsync();

        Assert.Equal(2, code);
        Assert.Contains("Several users are called bob: id:guest-", error, StringComparison.Ordinal);
        Assert.DoesNotContain("\"event\":\"ban\"", output, StringComparison.Ordinal);
        foreach (var client in new[] { bob, other })
            Assert.Equal(RoomRoles.Member, (await client.JoinAsync("lobby")).Role);
    }

    [Fact]
    public async Task A_banned_user_sees_the_reason()
    {
        await using var owner = await JoinedAsync("owner");
        using var bob = Console("--name", "bob");
        await bob.TypeAsync("here\n");
        await bob.UntilAsync("bob*  here");
        var members = await owner.CallAsync<GetMembersResult>(nameof(IChatHub.GetMembers), new GetMembersRequest { Room = "lobby" });

        var userId = members.Members.Single(member => member.Name == "bob").UserId;
        await owner.CallAsync<RemoveMemberResult>(
            nameof(IChatHub.BanMember), new BanMemberRequest { Room = "lobby", UserId = userId });
        await bob.TypeAsync("/who\n");
        var (code, _, error) = await bob.EndAsync();

        Assert.Equal(6, code);
        Assert.Contains("-- banned from #lobby", error, StringComparison.Ordinal);
    }

    private async Task<ConsoleProcess> OwnerAsync()
    {
        var alice = Console("--name", "alice", "--output", "json");
        await alice.UntilAsync("\"role\":\"owner\"");
        return alice;
    }

    private async Task<TestClient> JoinedAsync(string name)
    {
        var client = await _server.ConnectAsync(name);
        await client.JoinAsync("lobby");
        return client;
    }

    private Task<(int Code, string Output, string Error)> RunAsync(string name, string line) =>
        ConsoleProcess.RunAsync($"{line}\n", "--url", $"{_server.Url}", "--name", name);

    private ConsoleProcess Console(params string[] arguments) => ConsoleProcess.Start(["--url", $"{_server.Url}", .. arguments]);
}
