using System.ComponentModel.DataAnnotations;

namespace SignalRChat.Services.Nodes;

/// <summary>How nodes that share a Redis publish the presence and connections of their users. Not used without Redis.</summary>
internal sealed class NodeOptions : ICheckedOptions
{
    public const string SectionName = "Chat:Nodes";

    private const int Renewals = 3;

    /// <summary>
    /// How long the published state of a node stays valid after its last heartbeat, 1 s to 2 min. Default 10 s; at least three
    /// times the renewal.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a node renews its lease and reads the other leases, 100 ms to 30 s. Default 3 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:30")]
    public TimeSpan Renewal { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long beyond the lease users of other nodes are shown as they were last, while Redis is away and no node can publish, 0
    /// to 1 h. Default 5 min; then a node shows only its own users.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan StalePresenceRetention { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long a start waits for the published state of the other nodes, 0 to 1 min. Default 2 s; then the node begins with its own users.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan StartWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>One late renewal and one lost renewal must not make a node look dead.</summary>
    public IEnumerable<string> Problems()
    {
        if (Lease < Renewal * Renewals)
        {
            yield return $"{SectionName}:{nameof(Lease)} is {Lease}; expected at least {Renewal * Renewals}, "
                + $"{Renewals} times the {nameof(Renewal)} of {Renewal}.";
        }
    }
}
