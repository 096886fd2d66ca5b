using SignalRChat.Common;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Storage;

/// <summary>Who may post: mutes, the settings of a room, and deletions by moderators.</summary>
public abstract partial class MessageStoreConformance
{
    [Fact]
    public async Task A_muted_member_does_not_post_edit_or_react_until_the_mute_ends()
    {
        await CommitAsync(Join("alice"), Join("bob"));
        var id = await PostedAsync("bob");
        await CommitAsync([new MuteCommand(Lobby, User("alice"), "bob", Now + 1_000)]);

        await RefusedAsync(ChatErrorCodes.Muted, Post("bob", NewId()));
        await RefusedAsync(ChatErrorCodes.Muted, Edit("bob", id, "other"));
        await RefusedAsync(ChatErrorCodes.Muted, React("bob", id));
        Assert.True((await CommitAsync(Post("bob", id))).Duplicate);
        await RefusedAsync(ChatErrorCodes.Muted, Post("bob", NewId()), Now + 999);
        Assert.Null((await CommitAsync(Post("bob", NewId()), Now + 1_000)).RefusalCode);
        await CommitAsync([new MuteCommand(Lobby, User("alice"), "bob", null)]);
        var batch = await CommitAsync(Post("bob", NewId()), new MuteCommand(Lobby, User("alice"), "bob", Now + 1), Post("bob", NewId()));
        Assert.Equal([null, null, ChatErrorCodes.Muted], batch.Results.Select(result => result.RefusalCode));
    }

    [Fact]
    public async Task Only_moderators_post_where_the_room_says_so()
    {
        await CommitAsync(Join("alice"), Join("bob"), Join("carol"), SetRole("alice", "carol", RoomRoles.Moderator));
        var id = await PostedAsync("bob");
        await CommitAsync([new SetRoomCommand(Lobby, User("alice")) { Posting = RoomPosting.Moderators }]);

        await RefusedAsync(ChatErrorCodes.Forbidden, Post("bob", NewId()));
        // Regression: a member published by an edit of an old message.
        await RefusedAsync(ChatErrorCodes.Forbidden, Edit("bob", id, "other"));
        Assert.Null((await CommitAsync(React("bob", id))).RefusalCode);
        Assert.Null((await CommitAsync(Edit("bob", id, "other") with { Grant = new ChatGrant { IsModerator = true } })).RefusalCode);
        var byToken = Post("bob", NewId()) with { Details = PostDetails.Of(null, null, new ChatGrant { IsModerator = true }) };
        Assert.Null((await CommitAsync(byToken)).RefusalCode);
        await PostedAsync("alice");
        await PostedAsync("carol");
        await CommitAsync([new SetRoomCommand(Lobby, User("alice")) { Posting = RoomPosting.Members }]);
        await PostedAsync("bob");
    }

    /// <summary>Regression: members edited and reacted, users joined, and owners changed the room.</summary>
    [Fact]
    public async Task An_archived_room_takes_only_deletions_and_the_ends_of_memberships()
    {
        await CommitAsync(Join("alice"), Join("bob"), Join("carol"));
        var id = await PostedAsync("bob");
        await CommitAsync(Service(new SetRoomCommand(Lobby, ServiceCommand.Nobody) { IsArchived = true }));

        RoomCommand[] refused =
        [
            Post("bob", NewId()), Edit("bob", id, "other"), React("bob", id), Join("dave"), Add("alice", "dave", room: Lobby),
            SetRole("alice", "bob", RoomRoles.Moderator), Mute("alice", "bob", Now + 1), Unban("alice", "dave"),
            SetRoom("alice") with { Title = "Mine" },
        ];
        foreach (var command in refused)
            await RefusedAsync(ChatErrorCodes.Forbidden, command);

        Assert.True((await CommitAsync(Join("bob"))).Duplicate);
        var taken = await CommitAsync(
            Service(Post("bob", NewId())), Delete("bob", id), Kick("alice", "carol"), Ban("alice", "dave"), Leave("bob"));
        Assert.All(taken.Results, result => Assert.Null(result.RefusalCode));
    }

    /// <summary>Regression: a change whose answer was lost was refused although it is stored.</summary>
    [Fact]
    public async Task A_repeat_is_answered_as_stored_although_the_member_may_not_make_it_any_more()
    {
        await CommitAsync(Join("alice"), Join("bob"));
        var id = await PostedAsync("bob");
        await CommitAsync(Edit("bob", id, "other"), React("bob", id), Mute("alice", "bob", Now + 1));

        Assert.Equal(2, (await CommitAsync(Edit("bob", id, "other"))).Revision);
        Assert.Equal(3, (await CommitAsync(React("bob", id))).Revision);
        await RefusedAsync(ChatErrorCodes.Muted, Edit("bob", id, "third"));
        await CommitAsync([Kick("alice", "bob")]);
        Assert.True((await CommitAsync(Edit("bob", id, "other"))).Duplicate);
        await RefusedAsync(ChatErrorCodes.NotAMember, Edit("bob", id, "third"));
        await RefusedAsync(ChatErrorCodes.NotAMember, Edit("alice2", id, "other"));
    }

    [Fact]
    public async Task Slow_mode_holds_between_two_posts_of_a_member_and_says_how_long()
    {
        await CommitAsync(Join("alice"), Join("bob"));
        await CommitAsync([new SetRoomCommand(Lobby, User("alice")) { SlowModeSeconds = 10 }]);
        var id = await PostedAsync("bob");

        Assert.Equal(new() { RefusalCode = ChatErrorCodes.SlowMode, RetryAfter = 10_000 }, await CommitAsync(Post("bob", NewId())));
        var late = await CommitAsync(Post("bob", NewId()), Now + 9_999);
        Assert.Equal((ChatErrorCodes.SlowMode, 1), (late.RefusalCode, late.RetryAfter));
        Assert.True((await CommitAsync(Post("bob", id))).Duplicate);
        await PostedAsync("alice");
        await PostedAsync("alice");
        var batch = await Messages.CommitAsync([Post("bob", NewId()), Post("bob", NewId())], Now + 10_000, Cancel);
        Assert.Equal([null, ChatErrorCodes.SlowMode], batch.Results.Select(result => result.RefusalCode));
    }

    [Fact]
    public async Task Slow_mode_does_not_last_until_the_time_of_a_clock_that_was_ahead()
    {
        await CommitAsync(Join("alice"), Join("bob"), Join("carol"));
        await CommitAsync([new SetRoomCommand(Lobby, User("alice")) { SlowModeSeconds = 10 }]);
        await CommitAsync(Post("bob", NewId()), Now + 7_200_000);
        await CommitAsync(Post("carol", NewId()), Now + 2_000);

        Assert.Null((await CommitAsync(Post("bob", NewId()))).RefusalCode);
        Assert.Equal(ChatErrorCodes.SlowMode, (await CommitAsync(Post("bob", NewId()), Now + 9_999)).RefusalCode);
        Assert.Equal(ChatErrorCodes.SlowMode, (await CommitAsync(Post("carol", NewId()))).RefusalCode);
    }

    [Fact]
    public async Task A_room_takes_no_more_members_than_its_setting_says()
    {
        var limits = new MembershipLimits(RoomsPerUser: 10, MembersPerRoom: 100);
        await CommitAsync(Join("alice"), Join("bob"));
        await CommitAsync([new SetRoomCommand(Lobby, User("alice")) { MaxMembers = 2 }]);

        await RefusedAsync(ChatErrorCodes.RoomFull, Join("carol") with { Limits = limits });
        await RefusedAsync(ChatErrorCodes.RoomFull, Add("alice", "carol", room: Lobby) with { Limits = limits });
        await CommitAsync([new SetRoomCommand(Lobby, User("alice")) { MaxMembers = 3 }]);
        Assert.Null((await CommitAsync(Join("carol") with { Limits = limits })).RefusalCode);
    }

    [Fact]
    public async Task Moderators_delete_messages_of_users_with_a_lower_role()
    {
        await CommitAsync(Join("alice"), Join("bob"), Join("carol"), SetRole("alice", "bob", RoomRoles.Moderator));
        var (of, ofOwner, ofCarol) = (await PostedAsync("bob"), await PostedAsync("alice"), await PostedAsync("carol"));

        await RefusedAsync(ChatErrorCodes.NotTheAuthor, Delete("carol", of));
        await RefusedAsync(ChatErrorCodes.NotTheAuthor, Delete("bob", ofOwner));
        Assert.Null((await CommitAsync(Delete("bob", ofCarol))).RefusalCode);
        Assert.Null((await CommitAsync(Delete("alice", of))).RefusalCode);
        var ofOther = await PostedAsync("carol");
        await CommitAsync(Leave("carol"));
        Assert.Null((await CommitAsync(Delete("bob", ofOther))).RefusalCode);

        var deleted = (await HistoryAsync(null, 10)).Messages.Where(message => message.DeletedAt is not null);
        Assert.Equal(["alice", "bob", "bob"], deleted.Select(message => message.DeletedBy));
    }
}
