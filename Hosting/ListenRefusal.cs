using System.Diagnostics;

namespace SignalRChat.Hosting;

/// <summary>The server cannot listen as configured: the address is another machine's, or the certificate cannot be read.</summary>
internal sealed class ListenRefusal(string settings, Exception cause)
    : Exception($"The server cannot listen ({settings}): {OneLine(cause)}", cause)
{
    private const string Kestrel = "Microsoft.AspNetCore.Server.Kestrel";

    /// <summary>
    /// Whether this error is from Kestrel's start. Kestrel throws whatever the system or the certificate's reader threw, so the
    /// type does not show it. Only its settings can make the start fail.
    /// </summary>
    public static bool IsCause(Exception error) =>
        error is not ListenRefusal
        && new StackTrace(error).GetFrames()
            .Select(frame => frame.GetMethod()?.DeclaringType?.Assembly.GetName().Name)
            .Any(assembly => assembly?.StartsWith(Kestrel, StringComparison.Ordinal) == true);

    private static string OneLine(Exception error) =>
        string.Join(' ', error.Message.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
