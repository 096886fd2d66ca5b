namespace SignalRChat.Faults.Workload;

/// <summary>The rooms of a run.</summary>
internal static class WorkloadRooms
{
    public static readonly string[] Busy = ["hall", "kitchen"];

    /// <summary>Hardly ever said anything in: a lost hint is not made good by the next message.</summary>
    public const string Quiet = "quiet";

    /// <summary>Where people come and go.</summary>
    public const string Door = "door";

    /// <summary>Private.</summary>
    public const string Vault = "vault";

    /// <summary>Who is a member of the private ones from the start.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Private = new Dictionary<string, string[]> { [Vault] = ["raw0"] };

    public static readonly string[] All = [.. Busy, Quiet, Door];
}
