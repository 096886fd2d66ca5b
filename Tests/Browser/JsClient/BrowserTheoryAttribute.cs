namespace SignalRChat.BrowserTests.Support;

/// <summary>The same as <see cref="BrowserFactAttribute"/> for a test with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute()
    {
        if (!File.Exists(BrowserFactAttribute.Chromium))
            Skip = $"There is no Chromium at {BrowserFactAttribute.Chromium}; set CHROMIUM to its path.";
    }
}
