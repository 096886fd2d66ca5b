using System.ComponentModel.DataAnnotations;

namespace SignalRChat.Auth.Guests;

/// <summary>Guests need no account: they choose a name and get a token that this server signs.</summary>
internal sealed class GuestOptions : ICheckedOptions
{
    public const string SectionName = "Authentication:Guests";

    /// <summary>
    /// Whether guests are allowed. Default: in Development only. When off, <c>/auth/guest</c> does not exist and no guest's token
    /// is accepted.
    /// </summary>
    public bool? Enabled { get; set; }

    /// <summary>How long a guest's token lasts, 1 minute to 7 days. Default 1 hour; a connection is closed when its token ends.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Tokens that one remote address gets: 0.001 to 1,000,000 a second, and 1 to 1,000,000 at once. Default 1 a second and 60 at
    /// once; beyond it 429 with <c>Retry-After</c>. Of IPv6, addresses of one /64 count as one.
    /// </summary>
    public RateOptions Tokens { get; } = new() { PerSecond = 1, Burst = 60 };

    public bool IsOn => Enabled == true;

    public IEnumerable<string> Problems() => Tokens.Problems($"{SectionName}:{nameof(Tokens)}", 0.001, 1, 1_000_000);
}
