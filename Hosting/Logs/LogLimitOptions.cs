using System.ComponentModel.DataAnnotations;

namespace SignalRChat.Hosting.Logs;

/// <summary>
/// How many log lines of one kind are written. A kind is a category with an event id and, if there is one, the kind of the
/// exception (<see cref="ExceptionKind"/>). It does not apply to Debug and Trace, which an operator switches on to see
/// everything, nor to Critical, nor to the events of a room that lost commits.
/// </summary>
internal sealed class LogLimitOptions
{
    public const string SectionName = "Chat:LogLimits";

    /// <summary>The limits count within this time. At its end one line gives the number of lines left out of a kind.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Lines of one kind in a period, 1 to 1,000,000. Default 50; the others are counted. One of them has the stack of its exception.
    /// </summary>
    [Range(1, 1_000_000)]
    public int Lines { get; set; } = 50;

    /// <summary>Of these, lines that one client's address causes (of IPv6: one /64), 1 to 1,000,000. Default 5.</summary>
    [Range(1, 1_000_000)]
    public int LinesPerAddress { get; set; } = 5;
}
