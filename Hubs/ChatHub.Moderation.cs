using SignalRChat.Contracts;

namespace SignalRChat.Hubs;

internal sealed partial class ChatHub
{
    public Task<RemoveMemberResult> KickMember(KickMemberRequest request) => moderation.KickAsync(Session, request);

    public Task<RemoveMemberResult> BanMember(BanMemberRequest request) => moderation.BanAsync(Session, request);

    public Task UnbanMember(UnbanMemberRequest request) => moderation.UnbanAsync(Session, request);

    public Task SetRole(SetRoleRequest request) => moderation.SetRoleAsync(Session, request);
}
