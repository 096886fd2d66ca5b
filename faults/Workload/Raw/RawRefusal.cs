using System.Globalization;
using System.Text.RegularExpressions;

namespace SignalRChat.Faults.Workload.Raw;

/// <summary>The server rejected a call.</summary>
internal sealed partial class RawRefusal : Exception
{
    private RawRefusal(string code, TimeSpan? retryAfter, string message)
        : base(message) => (Code, RetryAfter) = (code, retryAfter);

    public string Code { get; }

    /// <summary>The delay before a retry; null if the rejection is final.</summary>
    public TimeSpan? RetryAfter { get; }

    public static RawRefusal Read(string error)
    {
        var code = Coded().Match(error);
        var retry = Retry().Match(error);
        return new(
            code.Success ? code.Groups[1].Value : "internal-error",
            retry.Success ? TimeSpan.FromMilliseconds(int.Parse(retry.Groups[1].ValueSpan, CultureInfo.InvariantCulture)) : null,
            error);
    }

    [GeneratedRegex(@"HubException: ([a-z-]+): ")]
    private static partial Regex Coded();

    [GeneratedRegex(@"Retry after (\d+) ms\.$")]
    private static partial Regex Retry();
}
