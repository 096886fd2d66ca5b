namespace SignalRChat.Client.Internal;

/// <summary>
/// Tells a fault of the program or its build from a lost connection: the one ends the same way each time, the other passes.
/// </summary>
internal static class ClientFault
{
    /// <summary>Null for whatever may pass.</summary>
    public static ChatClientFaultException? In(Exception? error)
    {
        if (error is ChatClientFaultException known)
            return known;
        return Find(error) is { } fault ? new($"The client cannot go on: {fault.Message}", error) : null;
    }

    private static Exception? Find(Exception? error)
    {
        for (var e = error; e is not null; e = e.InnerException)
        {
            // SignalR throws this for a frame that it cannot read, whatever the protocol threw. The next connection may bring
            // better frames.
            if (e is InvalidDataException)
                return null;
            // Each transport has failed in its own way, and one that may pass is worth another try.
            if (e is AggregateException { InnerExceptions: { Count: > 0 } all })
                return all.All(inner => Find(inner) is not null) ? Find(all[0]) : null;
            if (IsFault(e))
                return e;
        }

        return null;
    }

    private static bool IsFault(Exception e) => e switch
    {
        // A connection that is just ending throws these, whoever it was that ended it.
        ObjectDisposedException => false,
        NotSupportedException or NotImplementedException or MissingMemberException or TypeLoadException or TypeInitializationException => true,
        BadImageFormatException or FileLoadException or NullReferenceException or InvalidCastException or ArgumentException => true,
        MessagePack.MessagePackSerializationException => true,
        // An assembly that is not there; any other file may come.
        FileNotFoundException { FileName: { } name } => name.Contains(", Version=", StringComparison.Ordinal),
        // A header that cannot be sent. Elsewhere it is about what came from outside.
        FormatException => e.Source is "System.Net.Http",
        // The framework says so of many a thing: of its JSON and of its HTTP client it is about what they were given.
        InvalidOperationException => e.Source is "System.Text.Json" or "System.Net.Http",
        _ => false,
    };
}
