using Microsoft.Extensions.Logging;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hosting;

/// <summary>The node's own log of a request with a token in its query.</summary>
public sealed class QueryLogTests
{
    [Fact]
    public async Task No_token_of_a_query_is_in_the_nodes_log_at_any_level()
    {
        using var server = new ChatServer(
            new()
            {
                ["Logging:LogLevel:Default"] = "Trace",
                ["Logging:LogLevel:Microsoft"] = "Trace",
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace",
                ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "Trace",
            },
            ServerLog.Collect);

        await QueriesWithTokens.SendAsync(server.Url);

        var lines = server.Log();
        Assert.Contains(lines, line => line.Level == LogLevel.Trace);
        Assert.All(lines, line => Assert.DoesNotContain(
            QueriesWithTokens.Secret,
            $"{line.Message} {line.Exception} {string.Join(' ', line.StructuredState ?? [])}",
            StringComparison.Ordinal));
    }
}
