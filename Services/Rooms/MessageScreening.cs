using SignalRChat.Services.Log;

namespace SignalRChat.Services.Rooms;

/// <summary>
/// Has the app's policy decide about messages before their commands are queued. A repeat of a stored message is not decided again: its
/// answer is the stored one (<c>duplicate</c>), whatever the policy would say now.
/// </summary>
internal sealed class MessageScreening(AppPolicies policies, IServerStore store)
{
    /// <summary>Without a policy a message needs no screening, and sends may take the short way.</summary>
    public bool IsOn => policies.DecideMessages;

    public async ValueTask<PostCommand> ScreenAsync(PostCommand post, bool isFromBackend = false)
    {
        if (!IsOn || await store.FindMessageAsync(post.Room, Guid.Parse(post.MessageId), CancellationToken.None) is not null)
            return post;
        var (text, data) = await policies.DecideAsync(new()
        {
            Room = post.Room,
            MessageId = post.MessageId,
            UserId = post.User.UserId,
            Name = post.User.Name,
            Text = post.Text,
            Data = post.Details?.Data,
            Mentions = post.Details?.Mentions ?? [],
            ReplyTo = post.ReplyTo,
            IsFromBackend = isFromBackend,
        });
        var details = post.Details is { } some ? some with { Data = data } : PostDetails.Of(data, mentions: null);
        return post with { Text = text, Details = details };
    }

    public async ValueTask<EditCommand> ScreenAsync(EditCommand edit, bool isFromBackend = false)
    {
        if (!IsOn)
            return edit;
        var (text, _) = await policies.DecideAsync(new()
        {
            Room = edit.Room,
            MessageId = edit.MessageId,
            UserId = isFromBackend ? null : edit.User.UserId,
            Name = isFromBackend ? null : edit.User.Name,
            Text = edit.Text,
            IsEdit = true,
            IsFromBackend = isFromBackend,
        });
        return edit with { Text = text };
    }
}
