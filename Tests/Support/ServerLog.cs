using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace SignalRChat.Tests.Support;

/// <summary>The log of a server.</summary>
internal static class ServerLog
{
    public static void Collect(IServiceCollection services) => services.AddLogging(logging => logging.AddFakeLogging());

    public static IReadOnlyList<FakeLogRecord> Log(this ChatServer server) => server.Get<FakeLogCollector>().GetSnapshot();

    public static bool HasLogged(this ChatServer server, int eventId, string text) =>
        server.Log().Any(line => line.Id.Id == eventId && line.Message.Contains(text, StringComparison.Ordinal));
}
