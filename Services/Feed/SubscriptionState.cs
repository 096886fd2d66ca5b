namespace SignalRChat.Services.Feed;

/// <summary>
/// What a subscription receives. <see cref="RoomSubscription"/> makes each transition in one atomic step:
/// <code>
/// Joining -> CatchingUp    the join was answered (Start)
/// CatchingUp -> Live       the cursor reached the feed's position (BecomeLive, under the feed's gate)
/// Live -> CatchingUp       a write was not done yet, a frame is missing, or another epoch began (FallBehind)
/// any -> Ended             the membership or the connection ended (End)
/// </code>
/// </summary>
internal enum SubscriptionState
{
    /// <summary>The join is not answered: nothing is sent. The user may turn out to be no member.</summary>
    Joining,

    /// <summary>The outbound queue reads from the subscription's own cursor. The feed's frames pass it by.</summary>
    CatchingUp,

    /// <summary>The feed sends each frame at once.</summary>
    Live,

    /// <summary>Nothing more is sent, including changes that were not delivered yet. The last state.</summary>
    Ended,
}
