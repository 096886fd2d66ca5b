namespace SignalRChat.Tests.Support;

/// <summary>A test of file modes, which Windows does not have.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixFactAttribute : FactAttribute
{
    public const string Reason = "Windows has no Unix file modes.";

    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = Reason;
    }
}

/// <inheritdoc cref="UnixFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = UnixFactAttribute.Reason;
    }
}
