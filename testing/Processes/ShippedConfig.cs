using System.Text.RegularExpressions;

namespace SignalRChat.Testing;

/// <summary>
/// The configurations in <c>deploy/</c> as shipped, except for a machine's addresses, ports and files, and for shorter
/// time-outs on request.
/// </summary>
internal static partial class ShippedConfig
{
    public const string Nginx = "deploy/nginx/nginx.conf";
    public const string NginxSticky = "deploy/nginx/nginx-sticky.conf";
    public const string HAProxy = "deploy/haproxy/haproxy.cfg";

    private const int ShippedNodes = 3;

    // No process listens there: a stopped node.
    private const string Nobody = "127.0.0.1:9";

    public static string ForNginx(int port, string folder, IReadOnlyList<Uri> nodes, TimeSpan? timeout = null)
    {
        var text = WithNodes(RepositoryRoot.Read(Nginx), nodes);
        text = Replace(text, "pid /tmp/nginx.pid;", $"pid {folder}/nginx.pid; daemon off; master_process off;");
        text = Replace(text, "/dev/stderr", $"{folder}/error.log");
        text = Replace(text, "/dev/stdout", $"{folder}/access.log");
        text = Replace(text, "listen 80;", $"listen 127.0.0.1:{port};");
        text = Replace(text, "http {", $"http {{ {string.Concat(_temporary.Select(kind => $"{kind}_temp_path {folder}/{kind}; "))}");
        text = PrefixBlock().Replace(text, "$1$2");
        return timeout is null ? text : Replace(text, "100s;", $"{timeout.Value.TotalSeconds}s;");
    }

    /// <summary>
    /// With the upstream for newer versions instead of the other. This nginx does not support the one line that is its purpose.
    /// </summary>
    public static string ForNginxSticky(int port, string folder, IReadOnlyList<Uri> nodes)
    {
        var text = ForNginx(port, folder, nodes);
        var upstream = WithNodes(RepositoryRoot.Read(NginxSticky), nodes);
        upstream = upstream[upstream.IndexOf("\nupstream chat", StringComparison.Ordinal)..];
        var blocks = UpstreamBlock().Matches(text);
        text = CookieLines().Replace(text[..blocks[0].Index] + upstream + text[(blocks[^1].Index + blocks[^1].Length)..], "");
        return Replace(text, "    sticky cookie chat_node path=/ httponly samesite=lax;\n", "");
    }

    public static string ForHAProxy(int port, IReadOnlyList<Uri> nodes, TimeSpan? timeout = null)
    {
        var text = WithNodes(RepositoryRoot.Read(HAProxy), nodes);
        text = Replace(text, "bind :80", $"bind 127.0.0.1:{port}");
        if (timeout is null)
            return text;
        text = Replace(text, "timeout tunnel 1h", $"timeout tunnel {timeout.Value.TotalSeconds}s");
        return Replace(text, " 100s\n", $" {timeout.Value.TotalSeconds}s\n");
    }

    /// <summary>Each request goes to the next node, so a client's connect to another one than its negotiate.</summary>
    public static string WithoutAffinity(string text)
    {
        var without = AffinityLines().Replace(text, "").Replace("balance leastconn", "balance roundrobin", StringComparison.Ordinal);
        without = ServerCookies().Replace(without, "$1");
        return without != text ? without : throw new InvalidOperationException("The shipped configuration has no affinity.");
    }

    private static readonly string[] _temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];

    private static string WithNodes(string text, IReadOnlyList<Uri> nodes)
    {
        for (var i = 0; i < ShippedNodes; i++)
            text = Replace(text, $"node{i + 1}:8080", i < nodes.Count ? nodes[i].Authority : Nobody);
        return text;
    }

    private static string Replace(string text, string what, string by)
    {
        if (!text.Contains(what, StringComparison.Ordinal))
            throw new InvalidOperationException($"The shipped configuration has no longer '{what}'.");
        return text.Replace(what, by, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^( +)#(location|\}|    )", RegexOptions.Multiline)]
    private static partial Regex PrefixBlock();

    [GeneratedRegex(@"^    upstream \w+ \{.*?^    \}\n", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex UpstreamBlock();

    [GeneratedRegex(@"^ +(hash \$affinity|add_header Set-Cookie|cookie chat_node).*\n", RegexOptions.Multiline)]
    private static partial Regex AffinityLines();

    [GeneratedRegex(@"^( +server .*) cookie \w+$", RegexOptions.Multiline)]
    private static partial Regex ServerCookies();

    [GeneratedRegex(@"^ +add_header Set-Cookie.*\n|^    map \$cookie_chat_node[\s\S]*?^    \}\n", RegexOptions.Multiline)]
    private static partial Regex CookieLines();
}
