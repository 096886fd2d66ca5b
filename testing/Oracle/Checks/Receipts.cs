using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>When each client first received each message.</summary>
internal static class Receipts
{
    public static Dictionary<(string Client, string MessageId), long> Of(Case run)
    {
        var first = new Dictionary<(string, string), long>();
        foreach (var heard in run.History.OfType<Heard>())
        {
            foreach (var message in heard.Messages)
                first.TryAdd((heard.Client, message.MessageId), heard.At);
        }
        return first;
    }
}
