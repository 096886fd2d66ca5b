namespace SignalRChat.Services.Log;

/// <summary>What few posts have. <paramref name="Data"/> is the text of a JSON object. Each is null if the post has none.</summary>
internal sealed record PostDetails(string? Kind, string? Data, string[]? Mentions, MessageEvent? Event)
{
    /// <summary>The token of the user gives the role of a moderator.</summary>
    public bool IsModerator { get; init; }

    /// <summary>Null if the post has none of them. Each user is mentioned once.</summary>
    public static PostDetails? Of(string? data, string[]? mentions, ChatGrant? grant = null)
    {
        mentions = mentions is { Length: > 0 } ? [.. mentions.Distinct()] : null;
        var kind = grant is { IsService: true } ? MessageKinds.System : null;
        var isModerator = grant is { IsModerator: true };
        return data is null && mentions is null && kind is null && !isModerator
            ? null
            : new(kind, data, mentions, null) { IsModerator = isModerator };
    }
}
