using System.ComponentModel.DataAnnotations;

namespace SignalRChat.Services.Log;

/// <summary>The write side: how many commands may wait, and how many one transaction commits.</summary>
internal sealed class CommitOptions
{
    public const string SectionName = "Chat:Commit";

    /// <summary>
    /// Commands that may wait for the database, 1 to 1,000,000. Default 10,000; beyond it a send is refused as <c>busy</c> at once. As many
    /// read cursors may wait beside them.
    /// </summary>
    [Range(1, 1_000_000)]
    public int QueueCapacity { get; set; } = 10_000;

    /// <summary>
    /// The most commands, or read cursors, in one transaction, 1 to 10,000. Default 512; with 1 each gets a separate transaction.
    /// </summary>
    [Range(1, 10_000)]
    public int MaxBatch { get; set; } = 512;

    /// <summary>
    /// The retry delay that a sender gets when the queue is full or the database does not answer, 1 ms to 1 min. Default 1 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);
}
