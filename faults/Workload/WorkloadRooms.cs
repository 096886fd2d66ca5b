namespace SignalRChat.Faults.Workload;

/// <summary>The rooms of a run.</summary>
internal static class WorkloadRooms
{
    public static readonly string[] Busy = ["hall", "kitchen"];

    /// <summary>Rooms with hardly any messages, so that no next message makes up for a lost notification.</summary>
    public const string Quiet = "quiet";

    /// <summary>Rooms that users join and leave.</summary>
    public const string Door = "door";

    /// <summary>Rooms whose members, settings and announcing change.</summary>
    public const string Moderated = "moderated";

    /// <summary>Private rooms.</summary>
    public const string Vault = "vault";

    /// <summary>The first members of the private rooms.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Private = new Dictionary<string, string[]> { [Vault] = ["raw0"] };

    public static readonly string[] All = [.. Busy, Quiet, Door, Moderated];
}
