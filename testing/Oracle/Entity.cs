using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle;

/// <summary>What has one revision in a room: a message, the reactions to one, a member, or the settings, which have no id.</summary>
internal readonly record struct Entity(string Room, EntityKind Kind, string Id)
{
    /// <summary>Returns the entity that a call changes or may change; null for a call that changes none.</summary>
    public static Entity? Of(Invoked call) => call.Kind switch
    {
        OpKind.Post or OpKind.Edit or OpKind.Delete => new(call.Room, EntityKind.Message, call.MessageId),
        OpKind.React or OpKind.Unreact => new(call.Room, EntityKind.Reactions, call.MessageId),
        OpKind.SetRole or OpKind.Mute or OpKind.Unmute or OpKind.Kick or OpKind.Add =>
            new(call.Room, EntityKind.Member, call.Text),
        OpKind.Join or OpKind.Leave => new(call.Room, EntityKind.Member, call.Client),
        OpKind.SetTitle or OpKind.SetAnnounce or OpKind.SetPosting or OpKind.SetSlowMode or OpKind.SetArchived =>
            new(call.Room, EntityKind.Settings, ""),
        _ => null,
    };

    public override string ToString() => Kind == EntityKind.Settings ? "settings" : $"{Kind} {Id}".ToLowerInvariant();
}

internal enum EntityKind
{
    Message,
    Reactions,
    Member,
    Settings,
}
