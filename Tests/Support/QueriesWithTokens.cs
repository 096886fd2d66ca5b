using SignalRChat.Contracts;

namespace SignalRChat.Tests.Support;

/// <summary>Requests with a token in the query, to every kind of path and in many spellings, valid or not.</summary>
internal static class QueriesWithTokens
{
    public const string Secret = "secret-in-the-query";

    private const string Query = $"access_token={Secret}";

    private static readonly string[] _targets =
    [
        $"{ChatPaths.Hub}?{Query}", $"/Hubs/Chat?{Query}", $"/%68ubs/chat?{Query}", $"/x/../hubs/chat?{Query}", $"//hubs/chat?{Query}",
        $"{ChatPaths.Hub}/negotiate?{Query}", $"{ChatPaths.Hub}?id=1&{Query}", $"{ChatPaths.Hub}?access%5Ftoken={Secret}",
        $"{ChatPaths.Hub}?Access_Token={Secret}",
        $"/chat{ChatPaths.Hub}?{Query}", $"{ChatPaths.GuestToken}?{Query}", $"/?{Query}", $"/no-such-path?{Query}",
    ];

    private static readonly string[] _upgrade =
        ["Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="];

    public static Task SendAsync(Uri server, params string[] more)
    {
        var absolute = $"{server.GetLeftPart(UriPartial.Authority)}{ChatPaths.Hub}?{Query}";
        var requests = _targets.Append(absolute).Concat(more).SelectMany(target => (string[])
        [
            RawHttp.Get(server, target, $"Referer: {server}?{Query}"),
            RawHttp.Get(server, target, _upgrade).Replace("Connection: close", "Connection: Upgrade", StringComparison.Ordinal),
            RawHttp.Get(server, target, "Content-Length: 0").Replace("GET", "POST", StringComparison.Ordinal),
        ]);
        return Parallel.ForEachAsync(
            requests.Concat(Invalid(server)),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (request, _) => await RawHttp.AskAsync(server, request));
    }

    private static string[] Invalid(Uri server) =>
    [
        $"GET {_targets[0]} HTTP/9.9\r\n\r\n", $"GET {_targets[0]} and more HTTP/1.1\r\n\r\n", $"GET {_targets[0]}\u0001 HTTP/1.1\r\n\r\n",
        $"G\u0001T {_targets[0]} HTTP/1.1\r\n\r\n", $"GET {_targets[0]}\r\n", $"GET {ChatPaths.Hub[1..]}?{Query} HTTP/1.1\r\n\r\n",
        RawHttp.Get(server, _targets[0], "no header"), RawHttp.Get(server, _targets[0], $"Long: {new string('a', 40_000)}"),
        RawHttp.Get(server, _targets[0], "Content-Length: -1"), RawHttp.Get(server, $"{_targets[0]}{new string('a', 40_000)}"),
    ];
}
