using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR;

namespace SignalRChat.Client.Internal;

/// <summary>Reads the text of a <see cref="HubException"/>: SignalR puts a sentence before the server's <c>code: sentence</c>.</summary>
internal static partial class ChatError
{
    private const string Marker = "HubException: ";

    /// <summary>
    /// SignalR fails the active calls with this text when the server closes with an error. It is no answer, so no refusal.
    /// </summary>
    private const string ClosedMarker = "The server closed the connection";

    private const string Form = @"^(?<code>[a-z][a-z0-9]*(-[a-z0-9]+)*): (?<sentence>.*?)( ?Retry after (?<after>[0-9]+) ms\.)?$";

    public static Exception From(HubException thrown)
    {
        if (thrown.Message.StartsWith(ClosedMarker, StringComparison.Ordinal))
            return new ChatDisconnectedException(thrown.Message, inner: thrown);

        return Parse(thrown.Message, thrown);
    }

    public static ChatRefusedException Parse(string text, Exception? inner = null)
    {
        var at = text.IndexOf(Marker, StringComparison.Ordinal);
        var refusal = at < 0 ? text : text[(at + Marker.Length)..];
        var match = Refusal().Match(refusal);
        if (!match.Success)
            return new(ChatErrorCodes.InternalError, text, inner: inner);

        return new(match.Groups["code"].Value, match.Groups["sentence"].Value, RetryAfter(match.Groups["after"]), inner);
    }

    private static TimeSpan? RetryAfter(Group after) =>
        int.TryParse(after.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;

    [GeneratedRegex(Form, RegexOptions.Singleline)]
    private static partial Regex Refusal();
}
