#if NET
namespace SignalRChat.Client.Internal;

/// <summary>On .NET Standard Microsoft.Bcl.TimeProvider has this method, and there is no such constructor.</summary>
internal static class TimeProviderSources
{
    public static CancellationTokenSource CreateCancellationTokenSource(this TimeProvider time, TimeSpan delay) => new(delay, time);
}
#endif
