using SignalRChat.Contracts;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Support;

/// <summary>Private rooms of the configuration, as a start makes them.</summary>
internal static class Provisioning
{
    /// <summary>False if there is a public room of this name.</summary>
    public static async Task<bool> ProvisionAsync(this IMessageStore store, string room, IReadOnlyList<ChatUser> members, long now)
    {
        var batch = await store.CommitAsync([new ServiceCommand(new ProvisionCommand(room, members))], now, CancellationToken.None);
        return batch.Results[0].RefusalCode is null;
    }
}
