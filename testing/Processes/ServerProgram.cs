namespace SignalRChat.Testing;

/// <summary>
/// The program of a server process: the arguments of <c>dotnet</c>, the folder it runs in, and its environment's name.
/// </summary>
internal sealed record ServerProgram(string[] Arguments, string Folder, string Environment)
{
    /// <summary>Settings that each run of this program has, unless the run sets another value.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = TestPace.Settings;

    /// <summary>The server that was built with the running program, in Development.</summary>
    public static ServerProgram Built => new([Existing(BuiltFile)], RepositoryRoot.Path, "Development")
    {
        // The runtime compiles busy methods again after 100 ms without a new method. A server that lives for seconds gains
        // nothing from it, and a fifth of its start is that work. So the runtime waits for 1 s (0x3E8 ms).
        Settings = new Dictionary<string, string>(TestPace.Settings) { ["DOTNET_TC_CallCountingDelayMs"] = "3E8" },
    };

    /// <summary>
    /// The server's own output folder, <c>artifacts/bin/SignalRChat/debug</c>, beside that of the running program, which lacks
    /// the files for a start.
    /// </summary>
    public static string BuiltFile
    {
        get
        {
            var own = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            return Path.Combine(own.Parent!.Parent!.FullName, "SignalRChat", own.Name, "SignalRChat.dll");
        }
    }

    /// <summary>A published server, in Production.</summary>
    public static ServerProgram Published(string file) =>
        new([Existing(file)], Path.GetDirectoryName(Path.GetFullPath(file))!, "Production");

    /// <summary>Returns the full path of a server's file.</summary>
    public static string Existing(string file) => File.Exists(file)
        ? Path.GetFullPath(file)
        : throw new FileNotFoundException($"There is no server at {file}. Build it first, in the same configuration.", file);
}
