namespace SignalRChat.Hubs;

/// <summary>The names of SignalR groups and of the seats in them. They cross the backplane, so they are built only here.</summary>
internal static class GroupNames
{
    /// <summary>
    /// The group in which every node sits, for what concerns users and connections wherever they are, and for signs of life.
    /// </summary>
    public const string AllNodes = "nodes";

    public static string Room(string room) => "room:" + room;

    /// <summary>The id of a node's seat in a group.</summary>
    public static string BackplaneSubscription(string node, string group) => $"seat:{node}:{group}";
}
