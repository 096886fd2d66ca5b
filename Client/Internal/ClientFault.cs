namespace SignalRChat.Client.Internal;

/// <summary>Distinguishes a fault of the program or its build, which is permanent, from a lost connection, which is temporary.</summary>
internal static class ClientFault
{
    /// <summary>Returns null if the error may be temporary.</summary>
    public static ChatClientFaultException? In(Exception? error)
    {
        if (error is ChatClientFaultException known)
            return known;
        return Find(error) is { } fault ? new($"The client cannot continue: {fault.Message}", error) : null;
    }

    private static Exception? Find(Exception? error)
    {
        for (var e = error; e is not null; e = e.InnerException)
        {
            // SignalR throws this for an unreadable frame, whatever the protocol threw. The next connection may bring readable frames.
            if (e is InvalidDataException)
                return null;
            // Each transport failed for another reason. If one of the reasons may be temporary, a retry is worthwhile.
            if (e is AggregateException { InnerExceptions: { Count: > 0 } all })
                return all.All(inner => Find(inner) is not null) ? Find(all[0]) : null;
            if (IsFault(e))
                return e;
        }

        return null;
    }

    private static bool IsFault(Exception e) => e switch
    {
        // A closing connection throws this, on whichever side the close started.
        ObjectDisposedException => false,
        NotSupportedException or NotImplementedException or MissingMemberException
            or TypeLoadException or TypeInitializationException => true,
        BadImageFormatException or FileLoadException or NullReferenceException or InvalidCastException or ArgumentException => true,
        MessagePack.MessagePackSerializationException => true,
        // A missing assembly. Any other file may appear later.
        FileNotFoundException { FileName: { } name } => name.Contains(", Version=", StringComparison.Ordinal),
        // A header that cannot be sent. From other sources it refers to external input.
        FormatException => e.Source is "System.Net.Http",
        // The framework throws this for many reasons. From its JSON and its HTTP client it refers to their input.
        InvalidOperationException => e.Source is "System.Text.Json" or "System.Net.Http",
        _ => false,
    };
}
