namespace SignalRChat.BrowserTests.Support;

/// <summary>A test that needs an installed Chromium. <c>CHROMIUM</c> names it; otherwise the test uses Debian's path.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    private const string DebianShell = "/usr/bin/chromium-headless-shell";

    public BrowserFactAttribute()
    {
        if (!File.Exists(Chromium))
            Skip = $"There is no Chromium at {Chromium}; set CHROMIUM to its path.";
    }

    public static string Chromium { get; } = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";

    /// <summary>
    /// The same engine without the browser around it, if Debian's is installed and <c>CHROMIUM</c> names no other. A page costs
    /// less than half of the processor time.
    /// </summary>
    public static string HeadlessShell { get; } =
        Environment.GetEnvironmentVariable("CHROMIUM") is null && File.Exists(DebianShell) ? DebianShell : Chromium;
}
