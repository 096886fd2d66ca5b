using System.ComponentModel.DataAnnotations;

namespace SignalRChat.Services.Rooms;

/// <summary>How long an app's policies may take, and what happens if they fail. Without a policy it has no effect.</summary>
internal sealed class PolicyOptions
{
    public const string SectionName = "Chat:Policy";

    /// <summary>The time for one decision, 0.1 s to 30 s. Default 1.5 s; beyond it the policy has failed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>The outcome of a call whose policy fails or is too slow. Default <c>Refuse</c>.</summary>
    public PolicyFailure OnFailure { get; set; }
}

internal enum PolicyFailure
{
    /// <summary>The call is refused with <c>busy</c>: clients try again.</summary>
    Refuse,

    /// <summary>As if the policy had accepted.</summary>
    Accept,
}
