namespace SignalRChat.Hubs.Transport.Sockets;

/// <summary>How many files this process may have open, sockets among them.</summary>
internal static class OpenFileLimit
{
    private const string File = "/proc/self/limits";
    private const string InUse = "/proc/self/fd";
    private const string Name = "Max open files";

    /// <summary>Returns null if the system does not report a limit, or sets no limit.</summary>
    public static long? Read()
    {
        try
        {
            return Parse(System.IO.File.ReadLines(File));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The number of open files; 0 if the system does not report it.</summary>
    public static int CountInUse() => Directory.Exists(InUse) ? Directory.GetFileSystemEntries(InUse).Length : 0;

    /// <summary>The soft limit is the first number; the runtime has raised it to the hard one by now.</summary>
    public static long? Parse(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (!line.StartsWith(Name, StringComparison.Ordinal))
                continue;
            var first = line[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
            return long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : null;
        }
        return null;
    }
}
