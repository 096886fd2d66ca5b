using System.Text.Json.Serialization;
using SignalRChat.Services.Log;

namespace SignalRChat.Api.Rooms;

/// <summary>The body of <c>PUT /rooms/{room}/messages/{messageId}</c>.</summary>
internal sealed record PutMessage
{
    /// <summary><c>user</c>, the default, or <c>system</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>The author: one of the caller's users, or a bot. Left out of a system message.</summary>
    public string? UserId { get; init; }

    /// <summary>The author's name. By default the user id as a name; of a system message: System.</summary>
    public string? Name { get; init; }

    /// <summary>The text, 1 to 4,000 characters by default.</summary>
    public string? Text { get; init; }

    /// <summary>The id of the message of the room that this message replies to.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>A JSON object of at most 8,192 bytes that travels with the message.</summary>
    [JsonConverter(typeof(JsonTextConverter))]
    public string? Data { get; init; }

    /// <summary>The ids of the users whom the message mentions, at most 50.</summary>
    public string[]? Mentions { get; init; }

    /// <exception cref="ChatRefusedException">A field is missing, malformed or out of its range.</exception>
    public PostCommand ToCommand(string room, string messageId, int longestText)
    {
        FieldRules.Text(Text, longestText);
        if (ReplyTo is not null)
            FieldRules.MessageId(ReplyTo, "replyTo");
        if (Data is not null)
            FieldRules.Data(Data);
        if (Mentions is not null)
            FieldRules.Mentions(Mentions);
        var details = PostDetails.Of(Data, Mentions);
        if (Kind == MessageKinds.System)
            details = (details ?? new(null, null, null, null)) with { Kind = MessageKinds.System };
        return new(room, Author(), messageId, Text, ReplyTo) { Details = details };
    }

    private ChatUser Author()
    {
        switch (Kind)
        {
            case null or MessageKinds.User:
                FieldRules.UserId(UserId);
                return new() { UserId = UserId, Name = FieldRules.Name(Name ?? DisplayName.From(UserId)) };
            case MessageKinds.System when UserId is null:
                return ServiceCommand.Nobody with { Name = FieldRules.Name(Name ?? ServiceCommand.Nobody.Name) };
            case MessageKinds.System:
                throw FieldRules.Invalid("userId must be left out of a system message.");
            default:
                throw FieldRules.Invalid($"kind must be {MessageKinds.User} or {MessageKinds.System}.");
        }
    }
}

/// <summary>The body of <c>PATCH /rooms/{room}/messages/{messageId}</c>.</summary>
internal sealed record PatchMessage
{
    /// <summary>The new text, 1 to 4,000 characters by default.</summary>
    public string? Text { get; init; }
}
