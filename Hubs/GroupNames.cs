namespace SignalRChat.Hubs;

/// <summary>
/// The names of SignalR groups and of their backplane subscriptions. They cross the backplane, so they are built only here.
/// </summary>
internal static class GroupNames
{
    /// <summary>The group that every node subscribes to, for calls to users and connections on any node, and for heartbeats.</summary>
    public const string AllNodes = "nodes";

    public static string Room(string room) => "room:" + room;

    /// <summary>The id of a node's subscription, one for all groups.</summary>
    public static string BackplaneSubscription(string node) => $"subscription:{node}";
}
